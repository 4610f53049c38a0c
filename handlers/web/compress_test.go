package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestEncodingByWhatTheBrowserTakes(t *testing.T) {
	for header, want := range map[string]string{
		"":                             identity,
		"gzip":                         "gzip",
		"GZip":                         "gzip",
		"gzip, deflate, br, zstd":      "br",
		"br;q=0.5, gzip":               "gzip",
		"br;q=0.5,gzip;q=0.5":          "br",
		"br; q=0, gzip; q=0.001":       "gzip",
		"br;q=0,gzip;q=0.000":          identity,
		"identity":                     identity,
		"identity, gzip;q=0.5":         identity,
		"identity;q=0.5, gzip;q=0.5":   "gzip",
		"identity;q=0.5, gzip;q=0.4":   identity,
		"*":                            identity,
		"deflate":                      identity,
		"gzip;q=much":                  identity,
		"brotli, xgzip":                identity,
		" br ; q = 1 ,gzip ; q = 0.9 ": "br",
	} {
		t.Run(header, func(t *testing.T) {
			if got := encodingFor(header, "br", "gzip"); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// answered asks a handler behind Compress.
func answered(t *testing.T, handler http.HandlerFunc, method string, header ...string) *http.Response {
	t.Helper()
	packing, err := Compress(handler)
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(t.Context(), method, "/", http.NoBody)
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	packing.ServeHTTP(recorder, request)
	return recorder.Result()
}

var long = strings.Repeat("かわさきプロボノサミット ", 200)

func sends(contentType, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		_, _ = io.WriteString(w, content)
	}
}

func download(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(long))
}

func TestWhatIsPacked(t *testing.T) {
	gzipped := []string{"Accept-Encoding", "gzip, br"}
	withLogin := append([]string{"Cookie", LoginCookie + "=x"}, gzipped...)
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		method  string
		header  []string
		packed  bool
	}{
		"a page":                         {sends("text/html; charset=UTF-8", long), "GET", gzipped, true},
		"JSON":                           {sends("application/json", long), "GET", gzipped, true},
		"problem details":                {sends("application/problem+json", long), "GET", gzipped, true},
		"XML":                            {sends("application/xml; charset=UTF-8", long), "GET", gzipped, true},
		"a calendar":                     {sends("text/calendar; charset=utf-8", long), "GET", gzipped, true},
		"an answer to a form":            {sends("text/html", long), "POST", gzipped, true},
		"a downloaded list":              {download, "GET", gzipped, true},
		"a part of it":                   {download, "GET", append([]string{"Range", "bytes=0-4000"}, gzipped...), false},
		"a short page":                   {sends("text/html", "ok"), "GET", gzipped, false},
		"a PDF":                          {sends("application/pdf", long), "GET", gzipped, false},
		"a workbook":                     {sends(typeXLSX, long), "GET", gzipped, false},
		"a picture":                      {sends("image/png", long), "GET", gzipped, false},
		"server-sent events":             {sends("text/event-stream", long), "GET", gzipped, false},
		"HEAD":                           {sends("text/html", long), "HEAD", gzipped, false},
		"a browser that does not unpack": {sends("text/html", long), "GET", nil, false},
		"a browser that refuses": {
			sends("text/html", long), "GET", []string{"Accept-Encoding", "gzip;q=0"}, false,
		},
		"a link from another site": {
			sends("text/html", long), "GET", append([]string{"Sec-Fetch-Site", "cross-site"}, gzipped...), true,
		},
		"signed in": {
			sends("text/html", long), "GET", append([]string{"Sec-Fetch-Site", "same-origin"}, withLogin...), true,
		},
		"signed in, typed address": {
			sends("text/html", long), "GET", append([]string{"Sec-Fetch-Site", "none"}, withLogin...), true,
		},
		"signed in, lured by another site": {
			sends("text/html", long), "GET", append([]string{"Sec-Fetch-Site", "cross-site"}, withLogin...), false,
		},
		"signed in, lured by a sister site": {
			sends("text/html", long), "GET", append([]string{"Sec-Fetch-Site", "same-site"}, withLogin...), false,
		},
		"in the room, lured": {
			sends("text/html", long), "GET",
			append([]string{"Sec-Fetch-Site", "cross-site", "Cookie", RoomCookie + "=x"}, gzipped...), false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			response := answered(t, c.handler, c.method, c.header...)
			if got := response.Header.Get("Content-Encoding") == "gzip"; got != c.packed {
				t.Errorf("packed: %v; %v", got, response.Header)
			}
			if response.Header.Get("No-Gzip-Compression") != "" {
				t.Error("a header of the library leaves the house")
			}
			if !strings.Contains(response.Header.Get("Vary"), "Accept-Encoding") {
				t.Error("a cache between us is not told")
			}
			if c.packed && response.Header.Get("Accept-Ranges") != "" {
				t.Error("it offers parts of what it packs")
			}
		})
	}
}

func TestPackedAnswerIsTheSame(t *testing.T) {
	response := answered(t, sends("text/html", long), "GET", "Accept-Encoding", "gzip")
	if got := gunzip(t, response.Body); got != long {
		t.Errorf("%d bytes, want %d", len(got), len(long))
	}
	if response.Header.Get("Content-Length") != "" {
		t.Error("the length is the one before packing")
	}
}

func TestAnswerThatIsPackedAlreadyStaysSo(t *testing.T) {
	response := answered(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "br")
		_, _ = io.WriteString(w, long)
	}, "GET", "Accept-Encoding", "gzip, br")
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if string(content) != long {
		t.Error("packed twice")
	}
}

func TestNotModifiedHasNoBody(t *testing.T) {
	response := answered(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"1"`)
		http.ServeContent(w, r, "a.txt", time.Time{}, strings.NewReader(long))
	}, "GET", "Accept-Encoding", "gzip", "If-None-Match", `"1"`)
	if response.StatusCode != http.StatusNotModified {
		t.Error(response.Status)
	}
	if response.Header.Get("Content-Encoding") != "" {
		t.Error(response.Header)
	}
}

// Live updates must not wait in a buffer until it is full.
func TestFlushedEventLeavesAtOnce(t *testing.T) {
	packing, err := Compress(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: 1\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(packing)
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	event := make([]byte, 9)
	if _, err := io.ReadFull(response.Body, event); err != nil {
		t.Fatal(err)
	}
	if string(event) != "data: 1\n\n" {
		t.Errorf("%q", event)
	}
}

// The length tells an eavesdropper less: answers that differ in one letter differ by some random-looking bytes, and the
// same answer is always as long, so that asking often does not average them away.
func TestLengthIsPadded(t *testing.T) {
	lengths := map[int]bool{}
	for i := range 50 {
		page := long + strconv.Itoa(100+i)
		length := packedLength(t, page)
		if packedLength(t, page) != length {
			t.Error("the padding changes from time to time")
		}
		lengths[length] = true
	}
	if len(lengths) < 12 {
		t.Errorf("only %d lengths", len(lengths))
	}
}

func packedLength(t *testing.T, page string) int {
	t.Helper()
	content, err := io.ReadAll(answered(t, sends("text/html", page), "GET", "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	return len(content)
}

func gunzip(t *testing.T, packed io.Reader) string {
	t.Helper()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestPackedCopiesAreOfTheirFiles(t *testing.T) {
	assets, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app.css", "app.js", "live.js", "reception.js", "zxing_reader.wasm"} {
		t.Run(name, func(t *testing.T) {
			f := assets.byName[name]
			plain := f.content[identity]
			if len(plain) == 0 || len(f.content["br"]) == 0 || len(f.content["gzip"]) == 0 {
				t.Fatal("run `make assets` first")
			}
			if gunzip(t, bytes.NewReader(f.content["gzip"])) != string(plain) {
				t.Error("the packed copy is of another file: run `make assets`")
			}
			if len(f.content["br"]) >= len(f.content["gzip"]) || len(f.content["gzip"]) >= len(plain) {
				t.Errorf("br %d, gzip %d, plain %d bytes", len(f.content["br"]), len(f.content["gzip"]), len(plain))
			}
		})
	}
}
