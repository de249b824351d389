package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"gocloud.dev/blob"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// Errors of papers.
var (
	ErrPaperNotFound = fault.New(fault.NotFound, "document-not-found",
		"Hồ sơ chưa có tệp của loại giấy tờ này.", "The dossier has no file of this type.")
	ErrPaperTooLarge = fault.New(fault.TooLarge, "document-too-large",
		msgPaperTooLarge, "The file is larger than allowed. Compress or split it.")
	ErrPaperType = fault.New(fault.Unsupported, "document-type",
		msgPaperTypes,
		"This type of file is not taken: only .pdf, .doc, .docx; scans made at the counter may be .jpg or .png.")
	ErrPaperContent = fault.New(fault.Refused, "document-content", msgContentDiffers,
		"The content of the file is not what it is declared to be.")
)

// Upload is a file being attached.
type Upload struct {
	Name      string
	MediaType string
	Body      io.Reader
}

// AttachDocument keeps a file as one of the papers of a draft or returned dossier. The file is stored under its SHA-256
// before the row that names it is written, so that no row is ever without its file. It returns ErrPaperTooLarge,
// ErrPaperType, ErrPaperContent, dossier.ErrWrongState, ErrStale.
func (r *Registry) AttachDocument(ctx context.Context, fileID dossier.ID, revision int64, paper string, file Upload) (dossier.Dossier, error) {
	if err := r.permit(caller.From(ctx), OpAttachDocument); err != nil {
		return dossier.Dossier{}, err
	}
	if !slices.Contains(dossier.MediaTypes(dossier.ChannelCounter), file.MediaType) {
		return dossier.Dossier{}, ErrPaperType.At(fault.Field{Parameter: "Content-Type", Code: "document-type", Detail: msgPaperTypes})
	}
	at := fault.Field{Pointer: "/documents/" + paper, Code: "document-content", Detail: msgContentDiffers}
	content, err := io.ReadAll(io.LimitReader(file.Body, r.maxUpload+1))
	switch {
	case err != nil:
		return dossier.Dossier{}, fmt.Errorf("read upload: %w", err)
	case int64(len(content)) > r.maxUpload:
		return dossier.Dossier{}, ErrPaperTooLarge.At(fault.Field{Pointer: at.Pointer, Code: "document-too-large", Detail: msgPaperTooLarge})
	case len(content) == 0:
		at.Detail = msgFileEmpty
		return dossier.Dossier{}, ErrPaperContent.Saying(msgFileEmpty, "The file is empty.").At(at)
	case dossier.Sniff(content) != file.MediaType:
		return dossier.Dossier{}, ErrPaperContent.At(at)
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	stored := false
	return r.step(ctx, OpAttachDocument, "dossier.document_attached", fileID, revision,
		func(tx Tx, d dossier.Dossier, _ caller.Caller) (dossier.Dossier, error) {
			if d.State != dossier.StateDraft && d.State != dossier.StateReturned {
				return d, dossier.ErrWrongState
			}
			if !slices.Contains(dossier.MediaTypes(d.Channel), file.MediaType) {
				return d, ErrPaperType.Saying(msgOnlineTypes, "Online dossiers take .pdf, .doc and .docx only.").
					At(fault.Field{Parameter: "Content-Type", Code: "document-type", Detail: msgOnlineTypes})
			}
			if !stored {
				if err := r.store256(ctx, digest, content); err != nil {
					return d, err
				}
				stored = true
			}
			d = d.Attach(dossier.Document{
				Type: paper, FileName: file.Name, MediaType: file.MediaType, SHA256: digest, Size: int64(len(content)), AddedAt: tx.Now(),
			})
			checked, err := r.judge(ctx, tx, d, vn.DateIn(tx.Now()))
			return checked.file, err
		})
}

// store256 keeps bytes under their digest. What lies there already is written over, which changes nothing of a whole file: one that
// was cut off, by a full disk or a kill, lies under its name too. They are on disk before the database is told of them.
func (r *Registry) store256(ctx context.Context, digest string, content []byte) error {
	var file *os.File // where papers are files
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := r.documents.NewWriter(ctx, "sha256/"+digest, &blob.WriterOptions{
		ContentType: "application/octet-stream", // not guessed, or the first bytes would be held back
		BeforeWrite: func(as func(any) bool) error { as(&file); return nil },
	})
	if err == nil {
		if _, err = w.Write(content); err == nil {
			err = synced(file)
		}
		if err != nil {
			cancel() // closing would keep what there is of it
		}
		err = cmp.Or(err, w.Close())
	}
	if err == nil && file != nil {
		err = syncDirectory(filepath.Dir(file.Name()))
	}
	if err != nil {
		return fmt.Errorf("store paper: %w", err)
	}
	return nil
}

func synced(file *os.File) error {
	if file == nil {
		return nil
	}
	return file.Sync()
}

// syncDirectory puts the names in a directory on disk.
func syncDirectory(path string) error {
	dir, err := os.Open(path) //nolint:gosec // where papers are kept
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
