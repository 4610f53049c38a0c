package public

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Reception has the app of a reception's devices. Its pages are the same for everybody and hold nothing of an event:
// what a device may know it asks of the API.
type Reception struct{ *web.Kit }

type receptionApp struct {
	API      string
	Wasm     string
	Manifest string
	Worker   string
	// Ja and En are for the page where people check themselves in, which speaks both without a network.
	Ja, En *i18n.Localizer
}

// App is the page of the app.
func (h *Reception) App(c echo.Context) error {
	web.SetOurs(c)
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	return h.Show(c, "public/reception/app", receptionApp{
		API: string(paths.OfAPIEvent(c.Param("slug"))), Wasm: web.AssetURL(h.Kit, "zxing_reader.wasm"),
		Manifest: paths.OfReception(c.Param("slug")).Manifest(), Worker: paths.ReceptionWorker,
		Ja: h.TextsIn(i18n.Japanese), En: h.TextsIn(i18n.English),
	})
}

// ToApp adds the slash without which the page would lie outside of its worker's scope.
func (h *Reception) ToApp(c echo.Context) error {
	return c.Redirect(http.StatusFound, string(paths.OfReception(c.Param("slug"))))
}

// Manifest lets the app be installed.
func (h *Reception) Manifest(c echo.Context) error {
	web.SetOurs(c)
	app, texts := paths.OfReception(c.Param("slug")), h.Texts(c)
	c.Response().Header().Set(echo.HeaderContentType, "application/manifest+json")
	return c.JSON(http.StatusOK, map[string]any{
		"id": app, "start_url": app, "scope": app, "display": "standalone", "orientation": "portrait",
		"name": texts.T("device.manifest_name"), "short_name": texts.T("reception.title"), "lang": texts.Lang,
		"background_color": "#fbf7f1", "theme_color": "#fbf7f1",
		"icons": []map[string]string{
			{"src": web.AssetURL(h.Kit, "mark-192.png"), "type": "image/png", "sizes": "192x192", "purpose": "any"},
			{"src": web.AssetURL(h.Kit, "mark-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any maskable"},
			{"src": web.AssetURL(h.Kit, "mark.svg"), "type": "image/svg+xml", "sizes": "any"},
		},
	})
}

// receptionAssets are the files without which the app does not run.
var receptionAssets = []string{"reception_app.css", "reception_app.js", "zxing_reader.wasm", "mark.svg"}

// Worker is the script that lets the app start without a network. Its address stays the same, so that browsers notice a
// new one; which files it keeps is written before it.
func (h *Reception) Worker(c echo.Context) error {
	web.SetOurs(c)
	addresses := make([]string, 0, len(receptionAssets))
	for _, name := range receptionAssets {
		if address := web.AssetURL(h.Kit, name); address != "" {
			addresses = append(addresses, address)
		}
	}
	list, err := json.Marshal(addresses)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	script := append([]byte("self.assets="), list...)
	script = append(script, ";\n"...)
	script = append(script, web.AssetContent(h.Kit, "reception_worker.js")...)
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", script)
}
