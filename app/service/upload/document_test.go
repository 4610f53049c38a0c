package upload_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"image/color"
	"testing"

	"meguri/app/service/upload"
	"meguri/models"
)

const plainPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// office is a zip with the entries.
func office(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range append(names, "[Content_Types].xml") {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte("<xml/>")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packed is a PDF with a stream that has the content.
func packed(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n1 0 obj<</Filter/FlateDecode>>stream\n")
	w := zlib.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out.WriteString("\nendstream endobj\n%%EOF\n")
	return out.Bytes()
}

func TestDocumentsThatAreTaken(t *testing.T) {
	see := photo(400, 200)
	see.Set(0, 0, color.Transparent)
	for name, test := range map[string]struct {
		given   string
		content []byte
		want    string
		kind    string
	}{
		"a PDF":               {"申請書.PDF", []byte(plainPDF), "申請書.pdf", "application/pdf"},
		"a packed PDF":        {"a.pdf", packed(t, []byte("BT (hello) Tj ET")), "a.pdf", "application/pdf"},
		"Word":                {`C:\書類\名簿.docx`, office(t, "word/document.xml"), "名簿.docx", ""},
		"Excel by another":    {"list.zip", office(t, "xl/workbook.xml"), "list.xlsx", ""},
		"a photo":             {"x.png", asJPEG(t, photo(400, 200)), "x.jpg", "image/jpeg"},
		"a see-through PNG":   {"logo.png", asPNG(t, see), "logo.png", "image/png"},
		"without a name":      {"../..", []byte(plainPDF), "file.pdf", "application/pdf"},
		"a name with quotes":  {`a"b<c>.pdf`, []byte(plainPDF), "abc.pdf", "application/pdf"},
		"hidden after a JPEG": {"x.jpg", append(asJPEG(t, photo(80, 80)), office(t, "a.html")...), "x.jpg", "image/jpeg"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := upload.ReadDocument("f", test.given, test.content)
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != test.want || (test.kind != "" && got.ContentType != test.kind) {
				t.Errorf("%s, %s", got.Name, got.ContentType)
			}
			if bytes.Contains(got.Content, []byte("a.html")) {
				t.Error("what was hidden behind the picture is still there")
			}
		})
	}
	exif, err := upload.ReadDocument("f", "x.jpg", withExif(asJPEG(t, photo(80, 40))))
	if err != nil || bytes.Contains(exif.Content, []byte("GPS-HERE")) {
		t.Errorf("the place is still told: %v", err)
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	bombed := packed(t, make([]byte, 101<<20))
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing":                  {nil, "answer_file.empty"},
		"too large":                {make([]byte, upload.MaxBytes+1), "answer_file.large"},
		"text":                     {[]byte("hello"), "answer_file.format"},
		"a program":                {[]byte("MZ\x90\x00"), "answer_file.format"},
		"SVG":                      {[]byte(`<?xml version="1.0"?><svg onload="alert(1)"/>`), "upload.svg"},
		"a web page":               {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "answer_file.web"},
		"a web page that is a PDF": {[]byte("%PDF-1.4\n<script>alert(1)</script>\n%%EOF"), "answer_file.web"},
		"a PDF after something":    {[]byte("GIF89a" + plainPDF), "answer_file.format"},
		"a PDF that is a zip":      {append([]byte(plainPDF), office(t, "word/document.xml")...), "answer_file.two_in_one"},
		"half a PDF":               {[]byte(plainPDF[:40]), "answer_file.broken"},
		"a script in a PDF":        {[]byte("%PDF-1.4\n<</S/JavaScript/JS(app.alert(1))>>\n%%EOF"), "answer_file.script"},
		"one in numbers": {
			[]byte("%PDF-1.4\n<</S/Java#53cript /#4aS(app.alert(1))>>\n%%EOF"), "answer_file.script",
		},
		"one that is packed":    {packed(t, []byte("<</S/JavaScript/JS(app.alert(1))>>")), "answer_file.script"},
		"a PDF with a password": {[]byte("%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF"), "answer_file.locked"},
		"objects packed oddly": {
			[]byte("%PDF-1.5\n<</Type/ObjStm/Filter/ASCIIHexDecode>>\n%%EOF"), "answer_file.script",
		},
		"a file in a PDF":           {[]byte("%PDF-1.4\n<</Type/EmbeddedFile>>\n%%EOF"), "answer_file.script"},
		"a PDF that unpacks large":  {bombed, "answer_file.unpacks_large"},
		"macros":                    {office(t, "word/document.xml", "word/vbaProject.bin"), "answer_file.script"},
		"a page in Word":            {office(t, "word/document.xml", "word/x.html"), "answer_file.script"},
		"another zip":               {office(t, "a.txt"), "answer_file.format"},
		"half a zip":                {office(t, "word/document.xml")[:60], "answer_file.broken"},
		"Word of 2003, or password": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........"), "answer_file.locked"},
		"a photo of an iPhone":      {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "upload.heic"},
		"a huge picture":            {bomb(50_000, 1000), "upload.pixels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := upload.ReadDocument("f", "x.pdf", test.content)
			var known *models.Error
			if !errors.As(err, &known) || known.Fields["f"] != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}
