package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// wordOf names a field and a visibility by a word of a test: no word is a part of another one.
func wordOf(field, by int) string {
	return fmt.Sprintf("鍵%s%s鍵", "あいうえおかきく"[3*field:][:3], "アイウエ"[3*by:][:3])
}

// oneOpen is a profile of which one field is seen by a visibility and all others by nobody. Its texts are told by
// closed, what the open field has by word.
func oneOpen(field models.ProfileField, by models.Visibility, word, closed string) *models.Profile {
	text := func(f models.ProfileField) string {
		if f == field {
			return word
		}
		return closed
	}
	p := &models.Profile{
		Ordinary: []string{text(models.ProfileOrdinary)}, Skills: []string{text(models.ProfileSkills)},
		Wishes: []string{text(models.ProfileWishes)}, Area: text(models.ProfileArea), HoursAWeek: 8, Online: true,
		OnSite: true, Languages: []string{"vi"}, Visibility: map[models.ProfileField]models.Visibility{field: by},
	}
	if by == models.VisibleToNobody && field == models.ProfileName {
		p.Visibility = nil // nothing was said of any field
	}
	return p
}

// profileList is the list of people for one who looks at it.
type profileList struct {
	*apptest.Client
	at string
}

func (l *profileList) body(query ...string) string {
	l.T.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		values.Set(query[i], query[i+1])
	}
	answer := l.Get(l.at + "?" + values.Encode())
	l.Wants(answer, http.StatusOK)
	return answer.Body.String()
}

// found reads how many were found, and to whom the rows lead, in their order.
func (l *profileList) found(query ...string) (ids []string) {
	l.T.Helper()
	body := l.body(query...)
	page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		l.T.Fatal(err)
	}
	page.Find("table a").Each(func(_ int, a *goquery.Selection) {
		ids = append(ids, strings.TrimPrefix(a.AttrOr("href", ""), l.at+"/"))
	})
	if said := page.Find(`[role="status"]`).Text(); !strings.HasSuffix(said, "うち"+strconv.Itoa(len(ids))+"人") {
		l.T.Errorf("%q: %d rows, and %q", query, len(ids), said)
	}
	return ids
}

// Of each field, each kind of people sees what its person chose: on the pages, in the lists, by a search, by a filter
// and in what is counted.
func TestAFieldOfAProfileIsSeenByThoseForWhomItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		member := keepAccount(p, "hana@mail.example") // who belongs to the organization as well, with everybody there
		outsider := keepAccount(p, "taro@mail.example")
		var club, place string
		p.Write(func(tx *models.Tx) error {
			here, err := tx.Organizations().BySlug("here-host")
			if err != nil {
				return err
			}
			account, err := tx.Persons().ByAddress("hana@mail.example")
			if err != nil {
				return err
			}
			club = here.ID
			list := []models.Affiliation{belongs(club, account.ID, tx)}
			err = tx.Affiliations().Add(list)
			place = list[0].ID
			return err
		})
		type person struct {
			field models.ProfileField
			by    models.Visibility
			word  string
			id    string
		}
		var people []person
		for f, field := range models.ProfileFields {
			for v, by := range models.Visibilities {
				one := person{field, by, wordOf(f, v), ""}
				name := "閉じた名"
				if field == models.ProfileName {
					name = one.word
				}
				one.id = stays(p, name, v%2 == 1, oneOpen(field, by, one.word, "閉じた字")).ID
				p.Write(func(tx *models.Tx) error {
					return tx.Affiliations().Add([]models.Affiliation{belongs(club, one.id, tx)})
				})
				people = append(people, one)
			}
		}
		rank := func(by models.Visibility) int { return slices.Index(models.Visibilities, by) }
		isText := func(f models.ProfileField) bool {
			return !slices.Contains([]models.ProfileField{models.ProfileHours, models.ProfileWay, models.ProfileLanguages}, f)
		}
		hidden := []string{"閉じた", "stays.example"}

		// Coordinators and owners of any organization see, each at their own desk, what is for coordinators.
		for name, list := range map[string]*profileList{
			"a coordinator":          {p.As(models.RoleCoordinator), "/staff/events/here/needs/profiles"},
			"an owner":               {p.As(models.RoleOwner), "/staff/organizations/here-host/needs/profiles"},
			"another's owner":        {p.AsAccount(p.OtherOwner), "/staff/organizations/elsewhere-host/needs/profiles"},
			"another's event, owner": {p.AsAccount(p.OtherOwner), "/staff/events/elsewhere/needs/profiles"},
		} {
			apptest.Lacks(t, name, list.body(), hidden...)
			all := list.found()
			for _, one := range people {
				seen := rank(one.by) >= rank(models.VisibleToCoordinators)
				is := func(what string, ids []string) {
					t.Helper()
					if slices.Contains(ids, one.id) != seen {
						t.Errorf("%s, %s, %s for %s: %s", name, what, one.field, one.by, ids)
					}
				}
				is("the list", all)
				answer := list.Get(list.at + "/" + one.id)
				if (answer.Code == http.StatusOK) != seen {
					t.Errorf("%s opens %s for %s: %d", name, one.field, one.by, answer.Code)
				}
				apptest.Lacks(t, name, answer.Body.String(), hidden...)
				if !isText(one.field) {
					continue
				}
				is("a search", list.found("q", one.word))
				is("a search in other letters", list.found("q", strings.ReplaceAll(one.word, "鍵", " ")))
				if strings.Contains(list.body(), one.word) != seen {
					t.Errorf("%s: %s for %s", name, one.field, one.by)
				}
				for filter, field := range map[string]models.ProfileField{
					"skill": models.ProfileSkills, "area": models.ProfileArea,
				} {
					apptest.Equal(t, filter, slices.Contains(list.found(filter, one.word), one.id), seen && one.field == field)
				}
			}
			apptest.Equal(t, "the closed", len(list.found("q", "閉じた")), 0)
			for field, query := range map[models.ProfileField][]string{
				models.ProfileHours: {"hours", "8"}, models.ProfileLanguages: {"language", "vi"},
				models.ProfileWay: {"way", "on_site"},
			} {
				var want []string
				for _, one := range people {
					if one.field == field && one.by != models.VisibleToNobody {
						want = append(want, one.id)
					}
				}
				got := list.found(query...)
				slices.Sort(want)
				slices.Sort(got)
				apptest.Equal(t, string(field), got, want)
			}
		}
		// Nobody else has the list, or a page in it.
		open := people[len(people)-1].id
		for name, c := range map[string]*apptest.Client{
			"an analyst": p.As(models.RoleAnalyst), "a moderator": p.As(models.RoleModerator),
			"another's owner": p.AsAccount(p.OtherOwner), "who keeps an account": member.Client, "a visitor": p.Client(),
		} {
			for _, at := range []string{"/staff/events/here/needs/profiles", "/staff/organizations/here-host/needs/profiles"} {
				for _, path := range []string{at, at + "?q=" + url.QueryEscape("鍵"), at + "/" + open} {
					if answer := c.Get(path); answer.Code == http.StatusOK || strings.Contains(answer.Body.String(), "鍵") {
						t.Errorf("%s reads %s", name, path)
					}
				}
			}
		}

		// Who belongs to the same organization sees what is for members, everybody else what is for all.
		fellows := member.Get(paths.MePlacePeople(place)).Body.String()
		apptest.Lacks(t, "the members", fellows, hidden...)
		member.Wants(member.Get(paths.Me), http.StatusOK, paths.MePlacePeople(place))
		outsider.Wants(outsider.Get(paths.MePlacePeople(place)), http.StatusNotFound)
		p.Client().LeadsTo(p.Client().Get(paths.MePlacePeople(place)), paths.Me)
		for _, one := range people {
			forMembers, forAll := rank(one.by) >= rank(models.VisibleToMembers), one.by == models.VisibleToPublic
			apptest.Equal(t, one.word+" in the list of members", strings.Contains(fellows, paths.Person(one.id)), forMembers)
			for name, who := range map[string]struct {
				*apptest.Client
				sees bool
			}{
				"a member": {member.Client, forMembers}, "an account": {outsider.Client, forAll},
				"a visitor": {p.Client(), forAll}, "a coordinator": {p.As(models.RoleCoordinator), forAll},
				"an owner": {p.As(models.RoleOwner), forAll},
			} {
				answer := who.Get(paths.Person(one.id))
				if (answer.Code == http.StatusOK) != who.sees {
					t.Errorf("%s sees %s for %s: %d", name, one.field, one.by, answer.Code)
				}
				apptest.Lacks(t, name, answer.Body.String(), hidden...)
			}
		}
	})
}

func belongs(organizationID, accountID string, tx *models.Tx) models.Affiliation {
	return models.Affiliation{
		OrganizationID: organizationID, AccountID: &accountID, Role: models.AffiliationMember, AcceptedAt: &tx.Now,
		Email: accountID + "@club.example", EmailKey: accountID + "@club.example",
	}
}

// Whatever people hide, the pages of a coordinator are the same to the letter: rows, order, counts and pages.
func TestWhatIsHiddenChangesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		list := &profileList{p.As(models.RoleCoordinator), "/staff/events/here/needs/profiles"}
		var ids []string
		for i := range 53 { // more than a page
			profile := &models.Profile{
				Ordinary: []string{"毎朝走ります"}, Skills: []string{"会計"}, HoursAWeek: i % 9, Area: "川崎", Online: i%2 == 0,
				Languages: []string{"ja"}, Visibility: map[models.ProfileField]models.Visibility{
					models.ProfileOrdinary: models.VisibleToCoordinators,
				},
			}
			ids = append(ids, stays(p, fmt.Sprintf("名前%02d", i), i%3 == 0, profile).ID)
		}
		queries := [][]string{
			nil, {"page", "2"}, {"sort", "hours"}, {"sort", "area"}, {"q", "会計"}, {"q", "名前"}, {"q", "朝"}, {"skill", "会計"},
			{"area", "川崎"}, {"hours", "4"}, {"way", "online"}, {"language", "ja"}, {"asking", "agreed"}, {"asking", "not"},
			{"sort", "hours", "q", "朝", "page", "2"},
		}
		read := func() (all []string) {
			for _, query := range queries {
				all = append(all, list.body(query...))
			}
			for _, id := range ids[:5] {
				all = append(all, list.Get(list.at+"/"+id).Body.String())
			}
			return all
		}
		before := read()
		for i, id := range slices.Backward(ids) {
			p.Write(func(tx *models.Tx) error {
				profile, err := tx.Profiles().ByAccount(id)
				if err != nil {
					return err
				}
				profile.Skills, profile.HoursAWeek, profile.Area = []string{"翻訳"}, (i*5)%9, fmt.Sprint("横浜", 99-i)
				profile.Online, profile.OnSite, profile.Languages = i%2 == 1, true, []string{"en"}
				if err := tx.Accounts().SetProfile(id, fmt.Sprintf("別名%02d", 99-i), "ja"); err != nil {
					return err
				}
				return tx.Profiles().Save(profile, profile.Version)
			})
		}
		for i, after := range read() {
			if after != before[i] {
				t.Errorf("page %d changed", i)
			}
		}
		apptest.Contains(t, "the list", before[0], "53人のうち53人", "毎朝走ります")
	})
}

// A coordinator narrows the list, opens a person, and asks them about a need, though no word of theirs is near to it;
// who did not agree is not asked, and who reported an organization is not in its list.
func TestAPersonInTheListIsAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p)
		list := &profileList{p.As(models.RoleCoordinator), "/staff/events/here/needs/profiles"}
		list.Wants(list.Get(list.at), http.StatusOK, "コーディネーターにプロフィールを見せている方は、まだいません。")
		show := func(name string, not bool, skill string) string {
			return stays(p, name, not, &models.Profile{
				Skills: []string{skill}, HoursAWeek: 3, OnSite: true, Area: "ｶﾜｻｷ市 中原区", Languages: []string{"ja", "en"},
				Visibility: map[models.ProfileField]models.Visibility{
					models.ProfileName: models.VisibleToCoordinators, models.ProfileSkills: models.VisibleToCoordinators,
					models.ProfileArea: models.VisibleToPublic, models.ProfileHours: models.VisibleToMembers,
					models.ProfileWay: models.VisibleToMembers, models.ProfileLanguages: models.VisibleToMembers,
				},
			}).ID
		}
		hana, taro := show("髙橋 花", false, "ガーデニング"), show("梨本 太郎", true, "星空の観察")
		apptest.Equal(t, "all", list.found(), []string{hana, taro})
		for _, query := range [][]string{
			{"q", "がーでにんぐ"}, {"q", "ｶﾞｰﾃﾞﾆﾝｸﾞ 高橋"}, {"skill", "ガーデ"}, {"q", "花　中原", "hours", "2", "language", "en"},
			{"asking", "agreed"},
		} {
			apptest.Equal(t, strings.Join(query, " "), list.found(query...), []string{hana})
		}
		apptest.Equal(t, "area", list.found("area", "かわさき", "way", "on_site"), []string{hana, taro})
		apptest.Equal(t, "nonsense", list.found("way", "<b>", "hours", "x", "language", "xx", "sort", "?", "page", "-7"),
			[]string{hana, taro})
		apptest.Equal(t, "not agreed", list.found("asking", "not"), []string{taro})
		list.Wants(list.Get(list.at+"?q=xyz"), http.StatusOK, "2人のうち0人", "条件に合う方は見つかりませんでした。")
		list.Wants(list.Get(list.at+"?page=x"), http.StatusBadRequest)
		list.Wants(list.Get(list.at+"/nothing"), http.StatusNotFound)

		page := list.Get(list.at + "/" + taro)
		list.Wants(page, http.StatusOK, "星空の観察", "声かけは希望していません。")
		apptest.Lacks(t, "who did not agree", page.Body.String(), desk+"/people")
		at := desk + "/people?person=profile%3A" + hana
		list.Wants(list.Get(list.at+"/"+hana), http.StatusOK, "髙橋 花", "この困りごとで声をかける", `href="`+at+`"`)
		list.Wants(list.Get(at), http.StatusOK, "髙橋 花", `<details open>`, "お力を貸していただけませんか")
		list.Wants(list.Get(desk+"/people?person=profile%3A"+taro), http.StatusOK, "言葉の近い方は、いまはいませんでした")
		own := askedOf(p, list.Client, desk, askable(&models.Account{ID: hana}))
		page = list.Get(list.at + "/" + hana)
		list.Wants(page, http.StatusOK, "声かけ中")
		apptest.Lacks(t, "who was asked", page.Body.String(), at)

		p.Client().LeadsTo(p.Client().Post(own+"/report", "report", "しつこい"), own)
		apptest.Equal(t, "after a report", list.found(), []string{taro})
		list.Wants(list.Get(list.at+"/"+hana), http.StatusNotFound)
		other := &profileList{p.AsAccount(p.OtherOwner), "/staff/events/elsewhere/needs/profiles"}
		apptest.Equal(t, "elsewhere", other.found(), []string{hana, taro})
	})
}
