package web

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/audit"
	"meguri/app/service/table"
	"meguri/models"
)

// AuditedFile is Kit.Audited of a download of results: the entry also says which file, in which encoding, of which
// view, and what for. asksWhatFor demands a purpose of who is signed in; of a token its name says it. Errors: Invalid
// where the purpose is missing or none of audit.Purposes.
func AuditedFile(
	k *Kit, action string, subject models.SubjectKind, asksWhatFor bool, next echo.HandlerFunc,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		purpose := c.QueryParam("purpose")
		isMissing := purpose == "" && asksWhatFor && tokenOf(c) == nil
		if isMissing || purpose != "" && !slices.Contains(audit.Purposes, purpose) {
			return models.InvalidFields(map[string]string{"purpose": "audit.purpose_required"})
		}
		entry := auditEntry(c, action, subject)
		entry.Detail = fileDetail(c, purpose)
		if err := k.audits.Record(c.Request().Context(), entry); err != nil {
			return err
		}
		return next(c)
	}
}

// slug is what the ids of questions and groups look like: nothing else of an address comes into the record.
var slug = regexp.MustCompile(`^[a-z0-9_-]{1,200}$`)

func fileDetail(c echo.Context, purpose string) string {
	words := []string{audit.FileDetail, path.Base(c.Path())}
	encoding, ok := table.ParseEncoding(c.QueryParam("encoding"))
	if ok && strings.HasSuffix(c.Path(), ".csv") {
		words = append(words, "encoding="+string(encoding))
	}
	for _, name := range []string{"question", "by", "is"} {
		if value := c.QueryParam(name); slug.MatchString(value) {
			words = append(words, name+"="+value)
		}
	}
	if purpose != "" {
		words = append(words, "purpose="+purpose)
	}
	return strings.Join(words, " ")
}
