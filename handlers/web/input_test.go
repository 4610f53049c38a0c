package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

type roomInput struct {
	Version int      `form:"version"`
	Name    string   `form:"name" label:"event.title_ja"`
	Text    string   `form:"text" label:"event.description_ja"`
	Note    string   `form:"note"`
	Open    bool     `form:"open"`
	Doors   []string `form:"doors"`
}

func TestFormValues(t *testing.T) {
	for name, c := range map[string]struct {
		in   roomInput
		want url.Values
	}{
		"has every field by its name in the form": {
			roomInput{Version: 3, Name: "大会議室", Open: true, Doors: []string{"main", "back"}},
			url.Values{
				"version": {"3"}, "name": {"大会議室"}, "text": {""}, "note": {""}, "open": {"true"}, "doors": {"main", "back"},
			},
		},
		"ticks no box for what is false": {
			roomInput{},
			url.Values{"version": {"0"}, "name": {""}, "text": {""}, "note": {""}, "doors": nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, formValues(&c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type nameInput struct {
	Family string `form:"family_name"`
}

type personInput struct {
	Code string `form:"code"`
	nameInput
	Email  string `form:"email"`
	Locale string // no field of the form
}

func TestFieldsOfAnEmbeddedStructAreItsOwn(t *testing.T) {
	in := &personInput{"K7QX", nameInput{"髙橋"}, "hanako@mail.example", "ja"}
	want := url.Values{"code": {"K7QX"}, "family_name": {"髙橋"}, "email": {"hanako@mail.example"}}
	if diff := cmp.Diff(want, formValues(in)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"code", "family_name", "email", ""}, fieldsOf(in)); diff != "" {
		t.Error(diff)
	}
}

// newForm is a form in English with what was typed, for a request whose answer is recorded.
func newForm(t *testing.T, typed url.Values) (*Kit, echo.Context, *Form) {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	kit := &Kit{bundle: texts}
	c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/?lang=en", nil), httptest.NewRecorder())
	form := kit.NewForm(c, typed)
	form.texts = texts.For("en")
	return kit, c, form
}

func TestConflictsWith(t *testing.T) {
	saved := &roomInput{Version: 4, Name: "Hall", Text: "one\ntwo", Note: "theirs"}
	for name, c := range map[string]struct {
		typed url.Values
		want  []EditConflict
	}{
		"names what differs": {
			url.Values{"name": {"Room"}, "text": {"one\ntwo"}},
			[]EditConflict{{"Title (Japanese)", "Hall"}},
		},
		"lists it in the order of the struct": {
			url.Values{},
			[]EditConflict{{"Title (Japanese)", "Hall"}, {"Description (Japanese)", "one\ntwo"}},
		},
		"takes the line ends of browsers for ours": {url.Values{"name": {" Hall "}, "text": {"one\r\ntwo"}}, nil},
		"leaves out fields without a label": {
			url.Values{"name": {"Hall"}, "text": {"one\ntwo"}, "note": {"mine"}},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, form := newForm(t, c.typed)
			if diff := cmp.Diff(c.want, form.ConflictsWith(saved)); diff != "" {
				t.Error(diff)
			}
			if got := form.Value("version"); got != "4" {
				t.Errorf("version %q, want the saved one", got)
			}
		})
	}
}

func TestSave(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		err    error
		done   bool
		answer error
		status int // 0 where nothing was written yet
		fault  string
	}{
		"goes on where nothing is wrong": {nil, true, nil, http.StatusSeeOther, ""},
		"shows the form where it is wrong": {
			models.InvalidFields(map[string]string{"name": "field.required"}),
			false, nil, 0, "Please fill this in.",
		},
		"fails where nobody can mend it": {broken, true, broken, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			kit, context, form := newForm(t, url.Values{})
			done, answer := kit.Save(context, form, c.err, "/to", "event.saved")
			if done != c.done {
				t.Errorf("done: %v, want %v", done, c.done)
			}
			if !errors.Is(answer, c.answer) {
				t.Errorf("answered %v, want %v", answer, c.answer)
			}
			if status := context.Response().Status; status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			if got := form.Error("name"); got != c.fault {
				t.Errorf("beside the field: %q, want %q", got, c.fault)
			}
		})
	}
}
