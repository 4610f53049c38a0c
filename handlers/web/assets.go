package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"meguri/models"
	"meguri/static"
)

// assets are the files that browsers fetch, each under its checksum, so that they may be kept for ever.
type assets struct {
	byName map[string]file
	urls   map[string]string
}

type file struct {
	content []byte
	kind    string
}

func loadAssets() (*assets, error) {
	a := &assets{map[string]file{}, map[string]string{}}
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
		case entry.IsDir():
			return nil
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		a.byName[name] = file{content, kindOf(name)}
		a.urls[name] = "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
		return nil
	})
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
func (a *assets) url(name string) string { return a.urls[name] }

func (k *Kit) Asset(c echo.Context) error {
	f, ok := k.assets.byName[c.Param("*")]
	if !ok {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, f.kind, f.content)
}
