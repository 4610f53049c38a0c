package organization

import (
	"net/url"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// Why two organizations may be one.
const (
	AlikeName   = "name"
	AlikeURL    = "url"
	AlikeMember = "member" // a person has the same address in both registers
)

// legalForms are what stands before or behind a name and is written in several ways, or left out; text.SearchQuery has
// folded them: width, ㈱, small letters, dots and spaces.
var legalForms = folded(
	"株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)", "合名会社", "合資会社", "カブシキガイシャ", "ユウゲンガイシャ",
	"一般社団法人", "(一社)", "公益社団法人", "(公社)", "社団法人", "(社)", "一般財団法人", "(一財)", "公益財団法人", "(公財)",
	"財団法人", "(財)", "認定特定非営利活動法人", "特定非営利活動法人", "(特非)", "(特)", "認定NPO法人", "NPO法人", "(NPO)",
	"エヌピーオー法人", "NPO", "社会福祉法人", "(社福)", "(福)", "学校法人", "(学)", "医療法人社団", "医療法人", "(医)", "宗教法人", "(宗)",
	"国立大学法人", "公立大学法人", "労働者協同組合", "(労協)", "任意団体",
	"Co., Ltd.", "Company Limited", "Ltd.", "Limited", "Inc.", "Incorporated", "Corporation", "Corp.", "K.K.", "LLC",
	"Kabushiki Kaisha", "NPO Corporation", "Nonprofit Organization",
)

func folded(list ...string) (forms []string) {
	for _, form := range list {
		forms = append(forms, text.SearchQuery(form))
	}
	return forms
}

// nameKeyOf is a name without its legal form, folded; "" where nothing else is left.
func nameKeyOf(name string) string {
	key := text.SearchQuery(name)
	for before := ""; before != key; { // each form that is cut makes it shorter
		before = key
		for _, form := range legalForms {
			key = strings.TrimSuffix(strings.TrimPrefix(key, form), form)
		}
	}
	return key
}

// nameKeys are those of both names of an organization.
func nameKeys(o *models.Organization) (keys []string) {
	for _, name := range []string{o.NameJa, o.NameEn} {
		if key := nameKeyOf(name); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// urlKey is a web address without what differs between two ways to write it; "" for none.
func urlKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	path := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(u.Path, "index.html"), "index.php"), "/")
	query := ""
	if u.RawQuery != "" {
		query = "?" + u.RawQuery
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + path + query
}
