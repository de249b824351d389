package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"os"

	"htxregistry/internal/bulk"
	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
)

// imports takes opening books.
type imports struct {
	registry *registry.Registry
	limit    int64
}

// CreateImport streams the book to a temporary file, which a spreadsheet needs to be read at all, and takes it over.
func (s imports) CreateImport(ctx context.Context, r CreateImportRequestObject) (CreateImportResponseObject, error) {
	if err := s.registry.MayImport(ctx); err != nil {
		return nil, err
	}
	media, _, err := mime.ParseMediaType(r.ContentType)
	if err != nil || media != bulk.MediaCSV && media != bulk.MediaXLSX {
		return nil, bulk.ErrNotABook
	}
	book, err := os.CreateTemp("", "htx-import-")
	if err != nil {
		return nil, fmt.Errorf("keep upload: %w", err)
	}
	defer os.Remove(book.Name()) //nolint:errcheck // the system's temporary directory
	defer book.Close()           //nolint:errcheck // nothing is pending
	digest := sha256.New()
	if _, err := io.Copy(io.MultiWriter(book, digest), r.Body); err != nil {
		return nil, err
	}
	if _, err := book.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	sum := hex.EncodeToString(digest.Sum(nil))
	if attempt := caller.From(ctx).Attempt; attempt != nil {
		attempt.Fingerprint += sum // the file belongs to what was asked for; it had not arrived when the rest was read
	}
	dryRun := r.Params.DryRun == nil || *r.Params.DryRun
	result, err := s.registry.ImportBook(ctx, bulk.Rows(book, media), registry.ImportOptions{
		DryRun: dryRun, Partial: given(r.Params.Partial), Digest: sum, Show: 20,
	})
	if err != nil {
		return nil, err
	}
	return CreateImport200JSONResponse(result), nil
}
