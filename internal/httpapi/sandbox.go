package httpapi

import (
	"context"

	"htxregistry/internal/registry"
)

// sandbox serves the clock of a sandbox; without one there is nothing here.
type sandbox struct{ registry *registry.Registry }

func (s sandbox) GetSandbox(context.Context, GetSandboxRequestObject) (GetSandboxResponseObject, error) {
	state, err := s.registry.GetSandbox()
	if err != nil {
		return nil, err
	}
	return GetSandbox200JSONResponse{Now: state.Now, Today: state.Today}, nil
}

func (s sandbox) SetSandboxClock(ctx context.Context, r SetSandboxClockRequestObject) (SetSandboxClockResponseObject, error) {
	state, err := s.registry.SetSandboxClock(ctx, r.Body.Now)
	if err != nil {
		return nil, err
	}
	return SetSandboxClock200JSONResponse{Now: state.Now, Today: state.Today}, nil
}
