package vn

// VND is an amount in whole đồng.
type VND int64
