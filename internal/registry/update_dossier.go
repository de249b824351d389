package registry

import (
	"bytes"
	"context"
	"encoding/json"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// editable is what a filer may change of a file.
type editable struct {
	Channel        dossier.Channel `json:"channel"`
	Filer          dossier.Filer   `json:"filer"`
	FeePaid        bool            `json:"fee_paid"`
	PapersReceived []string        `json:"papers_received"`
	Payload        dossier.Payload `json:"payload"`
}

// UpdateDossier applies a merge patch (RFC 7396) to a draft or a returned file. It returns ErrInvalid for a result that is
// no file, dossier.ErrWrongState, ErrStale.
func (r *Registry) UpdateDossier(ctx context.Context, fileID dossier.ID, revision int64, patch json.RawMessage) (dossier.Dossier, error) {
	return r.step(ctx, OpUpdateDossier, "dossier.updated", fileID, revision,
		func(tx Tx, d dossier.Dossier, _ caller.Caller) (dossier.Dossier, error) {
			if d.State != dossier.StateDraft && d.State != dossier.StateReturned {
				return d, dossier.ErrWrongState
			}
			now := editable{d.Channel, d.Filer, d.FeePaid, d.PapersReceived, d.Payload}
			merged, err := mergePatch(mustJSON(now), patch)
			if err != nil {
				return d, err
			}
			var then editable
			decoder := json.NewDecoder(bytes.NewReader(merged))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&then); err != nil {
				return d, ErrInvalid.At(fault.Field{Pointer: "/payload", Code: "invalid", Detail: msgPatchShape}).Because(err)
			}
			d.Channel, d.Filer, d.FeePaid = then.Channel, then.Filer, then.FeePaid
			d.PapersReceived, d.Payload = notNil(then.PapersReceived), then.Payload
			if d.Channel == "" {
				d.Channel = dossier.ChannelCounter
			}
			checked, err := r.judge(ctx, tx, d, vn.DateIn(tx.Now()))
			if err != nil {
				return d, err
			}
			return checked.file, r.notCompetent(checked)
		})
}

// members gives the members of a JSON object; false for any other value.
func members(value json.RawMessage) (map[string]json.RawMessage, bool) {
	var m map[string]json.RawMessage
	err := json.Unmarshal(value, &m)
	return m, err == nil && m != nil
}

// mergePatch is RFC 7396: members of the patch replace, null removes, objects are merged.
func mergePatch(target, patch json.RawMessage) (json.RawMessage, error) {
	from, ok := members(patch)
	if !ok {
		return patch, nil
	}
	into, ok := members(target)
	if !ok {
		into = map[string]json.RawMessage{}
	}
	for name, value := range from {
		if string(bytes.TrimSpace(value)) == "null" {
			delete(into, name)
			continue
		}
		merged, err := mergePatch(into[name], value)
		if err != nil {
			return nil, err
		}
		into[name] = merged
	}
	return json.Marshal(into)
}
