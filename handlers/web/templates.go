package web

import (
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"text/template/parse"
	"time"

	"meguri/app/project"
	"meguri/app/registration"
	"meguri/app/service/chart"
	"meguri/app/service/cover"
	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/app/service/question"
	"meguri/app/service/upload"
	"meguri/models"
	"meguri/models/text"
)

// pages holds every template in one set, parsed once at the start: a broken one stops the program, not a page. What
// pages share is in it once: a copy in each of some two hundred pages was most of the memory of a process at rest.
type pages struct {
	set   *template.Template
	names map[string]bool // of the pages
}

// parsePages parses every page with the layouts and partials, and refuses what would fail only when it is shown.
func parsePages(files fs.FS, assets *assets) (*pages, error) {
	all := functions(assets)
	shared, err := parseShared(files, all)
	if err != nil {
		return nil, err
	}
	p := &pages{template.New("").Funcs(all).Option("missingkey=error"), map[string]bool{}}
	for name, t := range shared {
		if _, err := p.set.AddParseTree(name, t.tree.Copy()); err != nil {
			return nil, err
		}
	}
	return p, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") || isShared(path) {
			return err
		}
		if err := p.add(files, shared, path, all); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
}

// lookup is a template of a page, or one that all pages share. It is nil where neither has it.
func (p *pages) lookup(page, name string) *template.Template {
	if own := p.set.Lookup(ownName(page, name)); own != nil {
		return own
	}
	return p.set.Lookup(name)
}

// ownName is what a page's template is called in the set of all.
func ownName(page, name string) string { return page + ":" + name }

// sharedTemplate is a template of the layouts and partials, with the names of the templates that it calls.
type sharedTemplate struct {
	tree  *parse.Tree
	calls []string
}

// parseShared parses what pages share.
func parseShared(files fs.FS, all template.FuncMap) (map[string]sharedTemplate, error) {
	base, err := template.New("").Funcs(all).ParseFS(files, "layouts/*.html", "partials/*.html")
	if err != nil {
		return nil, err
	}
	return trees(base)
}

// trees are the templates of a set by their names.
func trees(set *template.Template) (map[string]sharedTemplate, error) {
	byName := map[string]sharedTemplate{}
	for _, t := range set.Templates() {
		if t.Tree == nil {
			continue
		}
		calls, err := check(t.Tree)
		if err != nil {
			return nil, fmt.Errorf("template %q: %w", t.Name(), err)
		}
		byName[t.Name()] = sharedTemplate{t.Tree, calls}
	}
	return byName, nil
}

// add adds a page to the set: its own templates, and its own copy of those shared ones that call them, as its layout
// does.
func (p *pages) add(files fs.FS, shared map[string]sharedTemplate, path string, all template.FuncMap) error {
	parsed, err := template.New("").Funcs(all).ParseFS(files, path)
	if err != nil {
		return err
	}
	own, err := trees(parsed)
	if err != nil {
		return err
	}
	page := strings.TrimSuffix(path, ".html")
	p.names[page] = true
	copies, err := callers(shared, own, layoutOf(path))
	if err != nil {
		return err
	}
	for name, t := range own {
		copies[name] = t
	}
	for name, t := range copies {
		visit(t.tree.Root, func(node parse.Node) {
			if call, ok := node.(*parse.TemplateNode); ok && copies[call.Name].tree != nil {
				call.Name = ownName(page, call.Name)
			}
		})
		if _, err := p.set.AddParseTree(ownName(page, name), t.tree); err != nil {
			return err
		}
	}
	return nil
}

// callers are copies of the shared templates of a page that call its own ones, or others that do. All that it calls
// must be there.
func callers(shared, own map[string]sharedTemplate, layout string) (map[string]sharedTemplate, error) {
	needs, err := reached(shared, own, layout)
	if err != nil {
		return nil, err
	}
	copies := map[string]sharedTemplate{}
	isOwn := func(name string) bool { return own[name].tree != nil || copies[name].tree != nil }
	for grows := true; grows; {
		grows = false
		for _, name := range needs {
			if t := shared[name]; !isOwn(name) && slices.ContainsFunc(t.calls, isOwn) {
				copies[name], grows = sharedTemplate{t.tree.Copy(), t.calls}, true
			}
		}
	}
	return copies, nil
}

// reached are the names of the shared templates that a page calls, by its layout or by itself.
func reached(shared, own map[string]sharedTemplate, layout string) (names []string, err error) {
	seen := map[string]bool{}
	var follow func(name, by string)
	follow = func(name, by string) {
		if seen[name] {
			return
		}
		seen[name] = true
		t, isOwn := own[name]
		if !isOwn {
			var isShared bool
			if t, isShared = shared[name]; !isShared {
				err = cmp.Or(err, fmt.Errorf("template %q: there is no template %q", by, name))
				return
			}
			names = append(names, name)
		}
		for _, call := range t.calls {
			follow(call, name)
		}
	}
	for name := range own {
		follow(name, "")
	}
	follow(layout, "")
	return names, err
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
		"meJointUsePath":     paths.MeJointUse,
		"staffPath":          paths.OfStaffEvent,
		"sharedResultPath":   paths.SharedResult,
		"organizationPath":   paths.OfStaffOrganization,
		"hostPath":           paths.OfHost,
		"kitPath":            paths.OfKit,
		"seriesPath":         paths.OfSeries,
		"needPath":           paths.OfNeed,
		"deliverablePath":    paths.Deliverable,
		"publicProjectPath":  paths.PublicProject,
		"makeOfferPath":      paths.MakeOffer,
		"hoursOf":            project.Hours,
		"hoursWhen":          project.When,
		"shareOf":            project.Share,
		"day":                models.Day,
		"needsPath":          func() string { return paths.Needs },
		"ordinaryPath":       func() string { return paths.Ordinary },
		"circulationPath":    paths.CirculationOf,
		"circulationTable":   paths.CirculationXLSXOf,
		"meTiePath":          paths.MeTie,
		"shorten":            text.Shorten,
		"endLoginPath":       paths.EndLogin,
		"endLinkPath":        paths.EndLink,
		"meProjectHoursPath": paths.MeProjectHours,
		"meAddressPath":      paths.OfMeAddress,
		"myRegistrationPath": paths.OfMeRegistration,
		"personPath":         paths.Person,
		"mePlacePath":        paths.MePlace,
		"mePlacePeoplePath":  paths.MePlacePeople,
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
	"nationwidePath": paths.Nationwide,
	"mePath":         paths.Me,
	"meProfilePath":  paths.MeProfile,
	"meThreadPath":   paths.MeThread, "meThreadJSON": paths.MeThreadJSON, "meThreadCSV": paths.MeThreadCSV,
	"meSettingsPath":     paths.MeSettings,
	"meLeavePath":        paths.MeLeave,
	"meLeaveAllPath":     paths.MeLeaveAll,
	"meAddressesPath":    paths.MeAddresses,
	"meExportJSONPath":   paths.MeExportJSON,
	"meExportCSVPath":    paths.MeExportCSV,
	"meErasePath":        paths.MeErase,
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
	"organizationsPath":  paths.Organizations,
	"eventsAtomPath":     paths.EventsAtom,
	"eventsRSSPath":      paths.EventsRSS,
	"eventsCSVPath":      paths.EventsCSV,
}

// clock writes seconds as 0:48.
func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }
