package dossier

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
)

// Media types of papers.
const (
	MediaPDF  = "application/pdf"
	MediaDOC  = "application/msword"
	MediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	MediaJPEG = "image/jpeg"
	MediaPNG  = "image/png"
)

// MediaTypes lists what a channel takes: papers filed online are .doc, .docx or .pdf (Điều 31 khoản 2, 92/2024/NĐ-CP);
// scans made by the office may be pictures too.
func MediaTypes(c Channel) []string {
	types := []string{MediaPDF, MediaDOC, MediaDOCX}
	if c == ChannelOnline {
		return types
	}
	return append(types, MediaJPEG, MediaPNG)
}

// Sniff tells the media type of a file by its content, empty when it is none of those taken.
func Sniff(content []byte) string {
	for prefix, media := range map[string]string{
		"%PDF-": MediaPDF, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": MediaDOC, "\xff\xd8\xff": MediaJPEG, "\x89PNG\r\n\x1a\n": MediaPNG,
	} {
		if bytes.HasPrefix(content, []byte(prefix)) {
			return media
		}
	}
	if !bytes.HasPrefix(content, []byte("PK")) {
		return ""
	}
	// Only the table of contents is read: a zip bomb is never unpacked.
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	if slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, "word/") }) {
		return MediaDOCX
	}
	return ""
}

// Attach puts a file among the papers, in place of one of the same type.
func (d Dossier) Attach(file Document) Dossier {
	d.Documents = slices.DeleteFunc(slices.Clone(d.Documents), func(x Document) bool { return x.Type == file.Type })
	d.Documents = append(d.Documents, file)
	return d
}
