package web

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"text/template/parse"
	"time"

	"meguri/app/service/chart"
	"meguri/app/service/cover"
	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/models"
)

// pages holds every template, parsed once at the start: a broken one stops the program, not a page.
type pages struct{ byName map[string]*template.Template }

// parsePages parses every page with the layouts and partials, and refuses what would fail only when it is shown.
func parsePages(files fs.FS, assets *assets) (*pages, error) {
	all := functions(assets)
	base, err := parseShared(files, all)
	if err != nil {
		return nil, err
	}
	p := &pages{map[string]*template.Template{}}
	return p, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") || isShared(path) {
			return err
		}
		page, err := parsePage(files, base, path, all)
		p.byName[strings.TrimSuffix(path, ".html")] = page
		return err
	})
}

// parseShared parses what pages share.
func parseShared(files fs.FS, all template.FuncMap) (*template.Template, error) {
	return template.New("").Funcs(all).ParseFS(files, "layouts/*.html", "partials/*.html")
}

func parsePage(files fs.FS, base *template.Template, path string, all template.FuncMap) (*template.Template, error) {
	page, err := base.Clone()
	if err != nil {
		return nil, err
	}
	if _, err := page.Option("missingkey=error").ParseFS(files, path); err != nil {
		return nil, err
	}
	if err := check(page); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return needed(page, base, layoutOf(path), all)
}

// needed is a page with what it needs alone: its own templates, its layout, and what these call. A copy of all that is
// shared in each of a hundred pages would be most of the memory of a process at rest.
func needed(page, base *template.Template, layout string, functions template.FuncMap) (*template.Template, error) {
	lean := template.New("").Funcs(functions).Option("missingkey=error")
	var err error
	added := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		t := page.Lookup(name)
		if err != nil || added[name] || t == nil || t.Tree == nil {
			return
		}
		added[name] = true
		if _, err = lean.AddParseTree(name, t.Tree); err != nil {
			return
		}
		visit(t.Tree.Root, func(node parse.Node) {
			if call, ok := node.(*parse.TemplateNode); ok {
				add(call.Name)
			}
		})
	}
	for _, name := range []string{layout, layoutPlain, "form_summary"} {
		add(name)
	}
	for _, t := range page.Templates() {
		if base.Lookup(t.Name()) == nil {
			add(t.Name())
		}
	}
	return lean, err
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
		"organizationPath":   paths.OfStaffOrganization,
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
	"loginPath":          paths.Login,
	"logoutPath":         paths.Logout,
	"forgotPath":         paths.Forgot,
	"accountPath":        paths.Account,
	"invitationsPath":    paths.Invitations,
	"changePasswordPath": paths.ChangePassword,
	"endOtherLoginsPath": paths.EndOtherLogins,
	"newEventPath":       paths.NewEvent,
}

// clock writes seconds as 0:48.
func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }
