package upload

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/disintegration/imaging"

	"meguri/models"
	"meguri/models/text"
)

// Document is a file that a person sends to staff.
type Document struct {
	Name, ContentType string
	Content           []byte
}

const (
	maxDocumentName = 100  // characters
	maxPhotoSide    = 3000 // pixels
	maxUnpacked     = 100 << 20
	maxEntries      = 2000
)

// Documents are the endings of what ReadDocument takes, as an input of a form has them.
const Documents = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"

// ReadDocument reads a file that a person sends: a PDF or a Word or Excel file without a program in it, which stay as
// they are, or a picture, which is encoded anew. What it is follows from what is in it, not from its name. Errors:
// Invalid, beside the field, in words that say what to do.
func ReadDocument(field, name string, content []byte) (*Document, error) {
	refuse := func(key string) (*Document, error) {
		return nil, models.InvalidFields(map[string]string{field: key})
	}
	kind := documentKind(content)
	switch {
	case len(content) == 0:
		return refuse("answer_file.empty")
	case len(content) > MaxBytes:
		return refuse("answer_file.large")
	case kind == "picture":
		return readPhoto(field, name, content)
	case kind == "pdf":
		if key := pdfFault(content); key != "" {
			return refuse(key)
		}
		return &Document{nameOf(name, ".pdf"), "application/pdf", content}, nil
	case kind == "zip":
		ending, contentType, key := office(content)
		if key != "" {
			return refuse(key)
		}
		return &Document{nameOf(name, ending), contentType, content}, nil
	}
	return refuse(kind)
}

const (
	pdfHead = "%PDF-"
	zipHead = "PK\x03\x04"
	cfbHead = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" // Word and Excel until 2003, and encrypted ones
)

// documentKind is what a file is, or the key of why it is not taken.
func documentKind(content []byte) string {
	head := strings.ToLower(string(content[:min(len(content), 1024)]))
	switch {
	case isPicture(content):
		return "picture"
	case strings.Contains(head, "<svg"):
		return "upload.svg"
	case strings.Contains(head, "<html"), strings.Contains(head, "<!doctype"), strings.Contains(head, "<script"):
		return "answer_file.web"
	case bytes.HasPrefix(content, []byte(pdfHead)):
		return "pdf"
	case bytes.HasPrefix(content, []byte(zipHead)):
		return "zip"
	case bytes.HasPrefix(content, []byte(cfbHead)):
		return "answer_file.locked"
	case refusal(content) == "upload.heic":
		return "upload.heic"
	}
	return "answer_file.format"
}

// readPhoto encodes a picture anew: without place, time, camera, or anything that was hidden behind it.
func readPhoto(field, name string, content []byte) (*Document, error) {
	decoded, format, err := decode(field, content, Kind{})
	if err != nil {
		return nil, err
	}
	fitted := imaging.Fit(decoded, maxPhotoSide, maxPhotoSide, imaging.Lanczos)
	var out bytes.Buffer
	if format != "jpeg" && !fitted.Opaque() {
		err = writePNG(&out, fitted)
		return &Document{nameOf(name, ".png"), "image/png", out.Bytes()}, err
	}
	err = writeJPEG(&out, fitted)
	return &Document{nameOf(name, ".jpg"), "image/jpeg", out.Bytes()}, err
}

// nameOf is a file's name for people to read, with the ending of what it is.
func nameOf(name, ending string) string {
	name = strings.TrimSuffix(path.Base(strings.ReplaceAll(text.CleanLine(name), "\\", "/")), path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, strings.Trim(name, ". "))
	if runes := []rune(name); len(runes) > maxDocumentName {
		name = string(runes[:maxDocumentName])
	}
	if name == "" {
		name = "file"
	}
	return name + ending
}

// programs are names in a PDF that make the reader run something, or bring another file with it. Each script names
// /JavaScript; /JS alone would be found in many pictures by chance.
var programs = regexp.MustCompile(`/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)[^A-Za-z0-9]`)

// unread are objects that are packed in a way that is not looked into: nobody writes them so who has nothing to hide.
var unread = regexp.MustCompile(`(?s)/ObjStm.{0,200}/(ASCII|LZW|RunLength)|/(ASCII|LZW|RunLength).{0,200}/ObjStm`)

var (
	locked        = regexp.MustCompile(`/Encrypt\s+\d`)
	escapedLetter = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	streamStart   = regexp.MustCompile(`stream\r?\n`)
)

// pdfFault says what is wrong with a PDF: it is not whole, is something else at the same time, or has a program in it,
// also in a part that is packed or whose name is written in numbers.
func pdfFault(content []byte) string {
	switch {
	case !bytes.Contains(content[max(0, len(content)-2048):], []byte("%%EOF")):
		return "answer_file.broken"
	case bytes.Contains(content, []byte("PK\x05\x06")):
		return "answer_file.two_in_one"
	case locked.Match(content):
		return "answer_file.locked"
	case hasProgram(content), unread.Match(content):
		return "answer_file.script"
	}
	left := int64(maxUnpacked)
	for _, at := range streamStart.FindAllIndex(content, -1) {
		packed, err := zlib.NewReader(bytes.NewReader(content[at[1]:]))
		if err != nil {
			continue
		}
		part, _ := io.ReadAll(io.LimitReader(packed, left)) // what is broken in it, readers of PDF skip, too
		if left -= int64(len(part)); left <= 0 {
			return "answer_file.unpacks_large"
		}
		if hasProgram(part) {
			return "answer_file.script"
		}
	}
	return ""
}

func hasProgram(part []byte) bool {
	plain := escapedLetter.ReplaceAllFunc(part, func(code []byte) []byte {
		letter, _ := strconv.ParseUint(string(code[1:]), 16, 8) // it is two digits
		return []byte{byte(letter)}
	})
	return programs.Match(append(plain, ' '))
}

// office tells a Word or an Excel file by its parts, or says what is wrong with it.
func office(content []byte) (ending, contentType, fault string) {
	packed, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", "", "answer_file.broken"
	}
	if len(packed.File) > maxEntries {
		return "", "", "answer_file.unpacks_large"
	}
	var size uint64
	hasTypes := false
	for _, part := range packed.File {
		if size += part.UncompressedSize64; size > maxUnpacked {
			return "", "", "answer_file.unpacks_large"
		}
		switch name := strings.ToLower(part.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "/activex/"):
			return "", "", "answer_file.script"
		case strings.HasSuffix(name, ".js"), strings.HasSuffix(name, ".html"), strings.HasSuffix(name, ".exe"):
			return "", "", "answer_file.script"
		case name == "[content_types].xml":
			hasTypes = true
		case name == "word/document.xml":
			ending, contentType = ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			ending, contentType = ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		}
	}
	if ending == "" || !hasTypes {
		return "", "", "answer_file.format"
	}
	return ending, contentType, ""
}
