package web

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"text/template/parse"
	"time"

	"meguri/app/registration"
	"meguri/app/service/chart"
	"meguri/app/service/cover"
	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/app/service/question"
	"meguri/app/service/upload"
	"meguri/models"
)

// pages holds every template, parsed once at the start: a broken one stops the program, not a page.
type pages struct{ byName map[string]*template.Template }

// parsePages parses every page with the layouts and partials, and refuses what would fail only when it is shown.
func parsePages(files fs.FS, assets *assets) (*pages, error) {
	all := functions(assets)
	shared, err := parseShared(files, all)
	if err != nil {
		return nil, err
	}
	p := &pages{map[string]*template.Template{}}
	return p, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") || isShared(path) {
			return err
		}
		page, err := parsePage(files, shared, path, all)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		p.byName[strings.TrimSuffix(path, ".html")] = page
		return nil
	})
}

// shared is a template of the layouts and partials, with the names of the templates that it calls.
type shared struct {
	tree  *parse.Tree
	calls []string
}

// parseShared parses what pages share.
func parseShared(files fs.FS, all template.FuncMap) (map[string]shared, error) {
	base, err := template.New("").Funcs(all).ParseFS(files, "layouts/*.html", "partials/*.html")
	if err != nil {
		return nil, err
	}
	byName := map[string]shared{}
	for _, t := range base.Templates() {
		if t.Tree == nil {
			continue
		}
		calls, err := check(t.Tree)
		if err != nil {
			return nil, fmt.Errorf("template %q: %w", t.Name(), err)
		}
		byName[t.Name()] = shared{t.Tree, calls}
	}
	return byName, nil
}

// parsePage is a page with what it needs alone: its own templates, its layout, and what these call. A copy of all that
// is shared in each of some hundred pages would be most of the time of a start, and of the memory of a process at rest.
func parsePage(files fs.FS, base map[string]shared, path string, all template.FuncMap) (*template.Template, error) {
	page, err := template.New("").Funcs(all).Option("missingkey=error").ParseFS(files, path)
	if err != nil {
		return nil, err
	}
	needs := []string{layoutOf(path), layoutPlain, "form_summary"}
	for _, t := range page.Templates() {
		if t.Tree == nil {
			continue
		}
		calls, err := check(t.Tree)
		if err != nil {
			return nil, fmt.Errorf("template %q: %w", t.Name(), err)
		}
		if name := missing(page, base, calls); name != "" {
			return nil, fmt.Errorf("template %q: there is no template %q", t.Name(), name)
		}
		needs = append(needs, calls...)
	}
	for len(needs) > 0 {
		name := needs[len(needs)-1]
		needs = needs[:len(needs)-1]
		t, ok := base[name]
		if !ok || page.Lookup(name) != nil {
			continue
		}
		if _, err := page.AddParseTree(name, t.tree.Copy()); err != nil {
			return nil, err
		}
		if name := missing(page, base, t.calls); name != "" {
			return nil, fmt.Errorf("there is no template %q", name)
		}
		needs = append(needs, t.calls...)
	}
	return page, nil
}

// missing is the first of the called templates that neither the page nor the shared ones have, "" where all are there.
func missing(page *template.Template, base map[string]shared, calls []string) string {
	for _, name := range calls {
		if _, ok := base[name]; !ok && page.Lookup(name) == nil {
			return name
		}
	}
	return ""
}

func isShared(path string) bool {
	folder, _, _ := strings.Cut(path, "/")
	return folder == "layouts" || folder == "partials" || folder == "mail"
}

func functions(assets *assets) template.FuncMap {
	all := template.FuncMap{
		"asset":              assets.url,
		"badge":              badge,
		"colourOf":           func(e *models.Event) string { return cover.PaletteOf(e).Name },
		"colourSheet":        colourSheet,
		"dict":               dict,
		"focus":              func(percent int) int { return (percent + 5) / 10 }, // as static/css/cover.css has them
		"picturePath":        func(id *string) string { return paths.Picture(*id) },
		"heading":            heading,
		"unbroken":           unbroken,
		"initial":            initial,
		"clock":              clock,
		"letter":             func(i int) string { return string(rune('A' + i%26)) },
		"minutesUp":          func(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) },
		"documentTypes":      func() string { return upload.Documents },
		"addressFields":      question.AddressFields,
		"postalPath":         paths.PostalCodes,
		"fileField":          registration.FileFieldName,
		"accessibilityKinds": func() []models.AccessibilityKind { return models.AccessibilityKinds },
		"next":               func(i int) int { return i + 1 },
		"secondsOf":          func(d time.Duration) int { return int(d / time.Second) },
		"rest":               func(percent int) int { return 100 - percent },
		"markdown":           markdown.HTML,
		"mayText":            MayText,
		"needsPerson":        NeedsPerson,
		"percent":            chart.Percent,
		"publicPath":         paths.OfEvent,
		"staffPath":          paths.OfStaffEvent,
		"sharedResultPath":   paths.SharedResult,
		"organizationPath":   paths.OfStaffOrganization,
		"hostPath":           paths.OfHost,
		"seriesPath":         paths.OfSeries,
		"needPath":           paths.OfNeed,
		"needsPath":          func() string { return paths.Needs },
		"ordinaryPath":       func() string { return paths.Ordinary },
		"endLoginPath":       paths.EndLogin,
	}
	for name, path := range fixedPaths {
		all[name] = func() string { return path }
	}
	return all
}

// colourSheet is the style sheet of the event's own colour, "" where it has one of a palette: those are in cover.css.
func colourSheet(e *models.Event) string {
	chosen, ok := cover.ReadColour(e.Colour)
	if !ok {
		return ""
	}
	return paths.Colour(chosen.Hex()[1:])
}

// fixedPaths are the functions of templates for addresses without parameters.
var fixedPaths = map[string]string{
	"previewPath":        paths.PreviewText,
	"homePath":           paths.Home,
	"pastPath":           paths.Past,
	"aboutPath":          paths.About,
	"privacyPath":        paths.Privacy,
	"accessibilityPath":  paths.Accessibility,
	"helpPath":           paths.Help,
	"staffHomePath":      paths.StaffHome,
	"staffResultsPath":   paths.StaffResults,
	"loginPath":          paths.Login,
	"logoutPath":         paths.Logout,
	"forgotPath":         paths.Forgot,
	"accountPath":        paths.Account,
	"invitationsPath":    paths.Invitations,
	"changePasswordPath": paths.ChangePassword,
	"endOtherLoginsPath": paths.EndOtherLogins,
	"newEventPath":       paths.NewEvent,
	"importEventsPath":   paths.ImportEvents,
	"eventsAtomPath":     paths.EventsAtom,
	"eventsRSSPath":      paths.EventsRSS,
	"eventsCSVPath":      paths.EventsCSV,
}

// clock writes seconds as 0:48.
func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }
