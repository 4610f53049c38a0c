package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/models"
	"meguri/static"
)

// assets are the files that browsers fetch, each under its checksum, so that they may be kept for ever.
type assets struct {
	byName map[string]file
}

type file struct {
	url  string
	kind string
	// content by its encoding: identity, and what the build has packed.
	content map[string][]byte
}

// packedNames are the endings of packed copies, by encoding; encodings are the same, the best first.
var (
	packedNames = map[string]string{"br": ".br", "gzip": ".gz"}
	encodings   = []string{"br", "gzip"}
)

func loadAssets() (*assets, error) {
	a := &assets{map[string]file{}}
	for _, folder := range []string{"dist", "img"} {
		sub, err := fs.Sub(static.Files, folder)
		if err != nil {
			return nil, err
		}
		if err := a.load(sub); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *assets) load(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == "fonts": // for PDF only
			return fs.SkipDir
		case entry.IsDir(), path.Ext(name) == ".br", path.Ext(name) == ".gz":
			return nil
		}
		a.byName[name], err = readAsset(files, name)
		return err
	})
}

// readAsset reads a file and its packed copies, which the build keeps in dist, also those of what lies elsewhere.
func readAsset(files fs.FS, name string) (file, error) {
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return file{}, err
	}
	sum := sha256.Sum256(content)
	f := file{"/static/" + hex.EncodeToString(sum[:6]) + "/" + name, kindOf(name), map[string][]byte{identity: content}}
	for encoding, ending := range packedNames {
		packed, err := static.Files.ReadFile("dist/" + name + ending)
		if err == nil {
			f.content[encoding] = packed
		} else if !errors.Is(err, fs.ErrNotExist) {
			return file{}, err
		}
	}
	return f, nil
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".wasm":
		return "application/wasm"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// url is the address of an asset. One that was not built has none: `doctor` tells.
func (a *assets) url(name string) string { return a.byName[name].url }

// AssetURL is the address of an asset, "" for one that was not built.
func AssetURL(k *Kit, name string) string { return k.assets.url(name) }

// AssetContent is what an asset holds.
func AssetContent(k *Kit, name string) []byte { return k.assets.byName[name].content[identity] }

// Asset answers an address with its own content only. One with another checksum comes from a page of another version,
// as while servers are replaced one by one: it is sent on to what there is now, so that no cache keeps this under that.
func (k *Kit) Asset(c echo.Context) error {
	f, ok := k.assets.byName[c.Param("*")]
	if !ok {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if c.Request().URL.Path != f.url {
		return c.Redirect(http.StatusFound, f.url)
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	encoding := identity
	if len(f.content) > 1 {
		header.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
		encoding = encodingFor(c.Request().Header.Get(echo.HeaderAcceptEncoding), encodings...)
	}
	if encoding != identity {
		header.Set(echo.HeaderContentEncoding, encoding)
	}
	content := f.content[encoding]
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(content)))
	return c.Blob(http.StatusOK, f.kind, content)
}
