package need

import (
	"slices"
	"time"

	"meguri/models"
)

// Gap is something that a need still lacks. Its texts are need.gap_<key> and, why it matters, need.why_<key>.
type Gap struct {
	Key string
	// Blocks says that the need cannot be opened before.
	Blocks bool
}

// Readiness is what a need still lacks before others can take it up: what blocks it first. Who helps must see what is
// troublesome, what to do in which time and where; coordinators must know whom to ask.
func Readiness(n *models.Need, now time.Time) []Gap {
	var gaps []Gap
	lacks := func(isMissing bool, key string, blocks bool) {
		if isMissing {
			gaps = append(gaps, Gap{key, blocks})
		}
	}
	lacks(n.Trouble == "", "trouble", true)
	lacks(n.Task == "", "task", true)
	lacks(n.Effort == "", "effort", true)
	lacks(n.Way == "", "way", true)
	lacks(n.ContactName == "" || n.ContactEmail == "" && n.ContactPhone == "", "contact", true)
	lacks(n.IsPast(now), "deadline_past", true)
	lacks(n.Theme == "", "theme", false)
	lacks(n.Better == "", "better", false)
	lacks(n.Deliverable == "", "deliverable", false)
	lacks(n.Deadline == "" && n.Effort != models.EffortHour, "deadline", false)
	lacks(n.Way != "" && n.Way != models.NeedOnline && n.Place == "", "place", false)
	lacks(n.Means == "" && n.Effort == models.EffortMonths, "means", false)
	lacks(n.NeedsAgreement() && n.AgreedAt == nil, "agreement", false)
	return gaps
}

// IsReady reports whether nothing of the gaps blocks opening.
func IsReady(gaps []Gap) bool {
	return !slices.ContainsFunc(gaps, func(g Gap) bool { return g.Blocks })
}
