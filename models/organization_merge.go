package models

import (
	"strings"
	"time"
)

// pointer is a column that points at an organization, and moves where that is merged into another one.
type pointer struct {
	table, column string
	// key tells rows of one organization apart.
	key string
	// stays is a condition on r: such a row stays with the merged organization, and nobody reads it there. It would be a
	// second one beside what the other organization has.
	stays string
	// forBoth are all columns of rows that say what people refused: they are copied, and hold for both for good.
	forBoth string
}

func (p *pointer) place() string { return p.table + "." + p.column }

// copied copies its rows of one organization to another.
func (p *pointer) copied(from, to string) string {
	return `INSERT INTO ` + p.table + ` (` + p.column + `, ` + p.forBoth + `) SELECT ` + to + `, ` + p.forBoth + `
		FROM ` + p.table + ` WHERE ` + p.column + ` = ` + from + ` ON CONFLICT DO NOTHING`
}

// organizationPointers are all of them; events come first, as others look where those are.
var organizationPointers = []pointer{
	{table: "events", column: "organization_id", key: "id"},
	{
		table: "event_organizations", column: "organization_id", key: "event_id",
		stays: `(EXISTS (SELECT 1 FROM event_organizations k WHERE k.event_id = r.event_id AND k.organization_id = @kept)
			OR EXISTS (SELECT 1 FROM events e WHERE e.id = r.event_id AND e.organization_id = @kept))`,
	},
	{
		table: "members", column: "organization_id", key: "id",
		stays: `EXISTS (SELECT 1 FROM members k WHERE k.account_id = r.account_id AND k.role = r.role
			AND k.organization_id = @kept)`,
	},
	{table: "news_refusals", column: "organization_id", forBoth: "email_key, created_at"},
	{table: "series", column: "organization_id", key: "id"},
	{
		table: "series_members", column: "organization_id", key: "series_id",
		stays: `EXISTS (SELECT 1 FROM series_members k WHERE k.series_id = r.series_id AND k.organization_id = @kept)`,
	},
	{table: "series_next", column: "host_id", key: "series_id"},
	{table: "series_actions", column: "organization_id", key: "id"},
	{table: "series_actions", column: "state_for", key: "id"},
	{table: "affiliations", column: "organization_id", key: "id"},
	{table: "needs", column: "organization_id", key: "id"},
	{table: "wishes", column: "organization_id", key: "id"},
	{table: "offer_blocks", column: "organization_id", forBoth: "mark, keep_until"},
	{table: "projects", column: "organization_id", key: "id"},
	{table: "projects", column: "helped_id", key: "id"},
	{table: "project_members", column: "for_id", key: "id"},
	{table: "former_imports", column: "organization_id", key: "id"},
	{table: "former_projects", column: "helper_id", key: "project_id"},
	{table: "hour_budgets", column: "organization_id", key: "id"},
	{table: "contributions", column: "from_id", key: "id"},
	{table: "contributions", column: "to_id", key: "id"},
	{table: "feeds", column: "organization_id", key: "id"},
}

// organizationStays says why other columns with an organization do not move.
var organizationStays = map[string]string{
	"audit_entries.organization_id":        "what was done stays as it was signed; AuditFilter finds it",
	"circulation_consents.organization_id": "another organization's consent is no consent",
	"publication_replies.organization_id":  "another organization's yes is no yes; a no holds all the same",
	"pictures.organization_id":             "the logo belongs to the row, which stays",
	"organizations.merged_into":            "where the row went",
	"organization_merges.kept_id":          "where the row went",
	"organization_merges.merged_id":        "the row",
	"joint_uses.organization_id":           "people were told of that organization: what it shares ends with it",
	"joint_use_members.organization_id":    "people were told of that organization: what it sees ends with it",
	"different_organizations.first_id":     "what was decided about the row",
	"different_organizations.second_id":    "what was decided about the row",
}

// mergeUndoable is for how long what was merged can be taken apart.
const mergeUndoable = 14 * 24 * time.Hour

// OrganizationMerge says that an organization was merged into another one.
type OrganizationMerge struct {
	MergedID string `gorm:"primaryKey"`
	KeptID   string
	MergedAt time.Time

	Merged Organization `gorm:"foreignKey:MergedID;->"`
}

// MayUndo reports whether it can still be taken apart.
func (m *OrganizationMerge) MayUndo(now time.Time) bool {
	return now.Before(m.MergedAt.Add(mergeUndoable))
}

// Until is until when.
func (m *OrganizationMerge) Until() time.Time { return m.MergedAt.Add(mergeUndoable) }

// OrganizationMergeQuery reads what was merged and told apart.
type OrganizationMergeQuery struct{ q *Query }

// OrganizationMergeStore reads and writes it.
type OrganizationMergeStore struct {
	OrganizationMergeQuery
	tx *Tx
}

// OrganizationMerges reads what was merged.
func (q *Query) OrganizationMerges() OrganizationMergeQuery { return OrganizationMergeQuery{q} }

// OrganizationMerges reads and writes what was merged.
func (tx *Tx) OrganizationMerges() OrganizationMergeStore {
	return OrganizationMergeStore{tx.Query.OrganizationMerges(), tx}
}

// Kept is the organization that stands for one: itself, or the one into which it was merged.
func (store OrganizationMergeQuery) Kept(o *Organization) (*Organization, error) {
	for range mostMerges {
		if o.MergedInto == nil {
			break
		}
		next, err := store.q.Organizations().ByID(*o.MergedInto)
		if err != nil {
			return nil, err
		}
		o = next
	}
	return o, nil
}

// Into lists what was merged into an organization, the latest first.
func (store OrganizationMergeQuery) Into(keptID string) (list []OrganizationMerge, err error) {
	return list, store.q.g.Joins("Merged").Where("kept_id = ?", keptID).
		Order("organization_merges.merged_at DESC, merged_id").Find(&list).Error
}

// Counts counts the rows of each table that point at an organization. Tables without any are not there.
func (store OrganizationMergeQuery) Counts(id string) (map[string]int, error) {
	counts := map[string]int{}
	for i := range organizationPointers {
		p := &organizationPointers[i]
		var n int64
		if err := store.q.g.Table(p.table).Where(p.column+" = ?", id).Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 {
			counts[p.table] = max(counts[p.table], int(n))
		}
	}
	return counts, nil
}

// NamedBy lists the hosts of the events that name an organization.
func (store OrganizationMergeQuery) NamedBy(id string) (hosts []string, err error) {
	return hosts, store.q.g.Table("events").
		Where("id IN (SELECT event_id FROM event_organizations WHERE organization_id = ?)", id).
		Distinct().Pluck("organization_id", &hosts).Error
}

// SharedAddresses finds, among organizations, the pairs whose registers have an address in common.
func (store OrganizationMergeQuery) SharedAddresses(ids []string) ([]Pair, error) {
	var list []struct{ FirstID, SecondID string }
	err := store.q.g.Raw(`SELECT DISTINCT a.organization_id AS first_id, b.organization_id AS second_id
		FROM affiliations a JOIN affiliations b ON b.email_key = a.email_key AND a.organization_id < b.organization_id
		WHERE a.email_key <> '' AND a.organization_id IN ? AND b.organization_id IN ?`, ids, ids).Scan(&list).Error
	pairs := make([]Pair, len(list))
	for i, row := range list {
		pairs[i] = Pair{row.FirstID, row.SecondID}
	}
	return pairs, err
}

// Different finds the pairs of which staff said that they are two, in the given table of pairs.
func (store OrganizationMergeQuery) different(table string) (map[Pair]bool, error) {
	var list []struct{ FirstID, SecondID string }
	err := store.q.g.Table(table).Find(&list).Error
	pairs := make(map[Pair]bool, len(list))
	for _, row := range list {
		pairs[Pair{row.FirstID, row.SecondID}] = true
	}
	return pairs, err
}

// Different finds the pairs of organizations of which staff said that they are two.
func (store OrganizationMergeQuery) Different() (map[Pair]bool, error) {
	return store.different("different_organizations")
}

// SetDifferent records that a pair is two organizations, or forgets it.
func (store OrganizationMergeStore) SetDifferent(p Pair, different bool) error {
	return setDifferent(store.tx, "different_organizations", p, different)
}

func setDifferent(tx *Tx, table string, p Pair, different bool) error {
	if !different {
		return tx.g.Exec("DELETE FROM "+table+" WHERE first_id = ? AND second_id = ?", p.First, p.Second).Error
	}
	return tx.g.Exec("INSERT INTO "+table+" (first_id, second_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		p.First, p.Second, tx.Now).Error
}

// Lock makes two at the same moment wait for each other, and finds both organizations anew.
func (store OrganizationMergeStore) Lock(keptID, mergedID string) (kept, merged *Organization, err error) {
	pair := PairOf(keptID, mergedID)
	for _, id := range []string{pair.First, pair.Second} {
		if err := store.tx.g.Exec("UPDATE organizations SET slug = slug WHERE id = ?", id).Error; err != nil {
			return nil, nil, err
		}
	}
	if kept, err = store.q.Organizations().ByID(keptID); err != nil {
		return nil, nil, err
	}
	merged, err = store.q.Organizations().ByID(mergedID)
	return kept, merged, err
}

func (store OrganizationMergeStore) execAll(m *OrganizationMerge, statements ...string) error {
	values := map[string]any{"merged": m.MergedID, "kept": m.KeptID, "at": m.MergedAt}
	for _, statement := range statements {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// Add merges an organization into another one: what points at it points at the other one from then on, and which rows
// these are is kept.
func (store OrganizationMergeStore) Add(keptID, mergedID string) error {
	m := &OrganizationMerge{MergedID: mergedID, KeptID: keptID, MergedAt: store.tx.Now}
	if err := store.tx.g.Omit("Merged").Create(m).Error; err != nil {
		return err
	}
	if err := store.execAll(m,
		// What the ledger published is told apart again as it was.
		`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
			SELECT @merged, 'released_contributions.counted', r.contribution_id, r.counted FROM released_contributions r
			WHERE r.counted = 'flow' AND r.contribution_id IN `+flowsOfBoth,
		// Who agreed to a series belongs to it, whatever the other entry said.
		`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
			SELECT @merged, 'series_members.state', k.series_id, k.state FROM series_members k
			WHERE k.organization_id = @kept AND k.state <> 'agreed' AND EXISTS (SELECT 1 FROM series_members r
				WHERE r.series_id = k.series_id AND r.organization_id = @merged AND r.state = 'agreed')`,
		`UPDATE series_members SET state = 'agreed' WHERE organization_id = @kept AND series_id IN (SELECT row_key
			FROM organization_merge_rows WHERE merged_id = @merged AND place = 'series_members.state')`,
	); err != nil {
		return err
	}
	for i := range organizationPointers {
		p := &organizationPointers[i]
		if p.forBoth != "" {
			if err := store.execAll(m, p.copied("@merged", "@kept"),
				"DELETE FROM "+p.table+" WHERE "+p.column+" = @merged"); err != nil {
				return err
			}
			continue
		}
		where := "r." + p.column + " = @merged"
		if p.stays != "" {
			where += " AND NOT " + p.stays
		}
		if err := store.execAll(m,
			`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
				SELECT @merged, '`+p.place()+`', r.`+p.key+`, '' FROM `+p.table+` AS r WHERE `+where,
			`UPDATE `+p.table+` AS r SET `+p.column+` = @kept WHERE `+where,
		); err != nil {
			return err
		}
	}
	return store.execAll(m, `UPDATE organizations SET merged_into = @kept, updated_at = @at WHERE id = @merged`)
}

// flowsOfBoth are the entries of the ledger from or to one of the two.
const flowsOfBoth = `(SELECT id FROM contributions WHERE from_id IN (@kept, @merged) OR to_id IN (@kept, @merged))`

// MoveMember makes who came from the merged organization with the one id in its register the person with the other id
// in the one that stays.
func (store OrganizationMergeStore) MoveMember(mergedID, from, to string) error {
	values := map[string]any{"merged": mergedID, "from": from, "to": to}
	for _, statement := range []string{
		`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
			SELECT @merged, 'affiliations.member_id', id, member_id FROM affiliations WHERE member_id = @from`,
		`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
			SELECT @merged, 'hour_budget_people.member_id', p.budget_id || ' ' || @to, @from FROM hour_budget_people p
			WHERE p.member_id = @from AND ` + noTime + ` ON CONFLICT DO NOTHING`,
		`INSERT INTO organization_merge_rows (merged_id, place, row_key, was)
			SELECT @merged, 'register_merges.kept_id', merged_id, kept_id FROM register_merges WHERE kept_id = @from`,
		`UPDATE affiliations SET member_id = @to WHERE member_id = @from`,
		`UPDATE register_merges SET kept_id = @to WHERE kept_id = @from`,
		`UPDATE hour_budget_people AS p SET member_id = @to WHERE p.member_id = @from AND ` + noTime,
	} {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// noTime holds where the budget has no working time of the person with the other id.
const noTime = `NOT EXISTS (SELECT 1 FROM hour_budget_people k WHERE k.budget_id = p.budget_id AND k.member_id = @to)`

// Undo takes a merge apart: what went over, and is still there, goes back. What people refused holds for
// both. What the ledger told since of the two together is told again once it can be told of each.
func (store OrganizationMergeStore) Undo(m *OrganizationMerge) error {
	const rows = `(SELECT row_key FROM organization_merge_rows WHERE merged_id = @merged AND place = `
	statements := []string{
		`UPDATE register_merges SET kept_id = (SELECT was FROM organization_merge_rows WHERE merged_id = @merged
			AND place = 'register_merges.kept_id' AND row_key = register_merges.merged_id)
			WHERE merged_id IN ` + rows + `'register_merges.kept_id')`,
		`UPDATE hour_budget_people SET member_id = (SELECT was FROM organization_merge_rows WHERE merged_id = @merged
			AND place = 'hour_budget_people.member_id' AND row_key = budget_id || ' ' || member_id)
			WHERE budget_id || ' ' || member_id IN ` + rows + `'hour_budget_people.member_id')`,
		`UPDATE affiliations SET member_id = (SELECT was FROM organization_merge_rows WHERE merged_id = @merged
			AND place = 'affiliations.member_id' AND row_key = affiliations.id)
			WHERE organization_id = @kept AND id IN ` + rows + `'affiliations.member_id')`,
		`UPDATE released_contributions SET counted = '' WHERE counted = 'flow' AND contribution_id IN ` + flowsOfBoth + `
			AND contribution_id NOT IN ` + rows + `'released_contributions.counted')`,
		`UPDATE series_members SET state = (SELECT was FROM organization_merge_rows WHERE merged_id = @merged
			AND place = 'series_members.state' AND row_key = series_members.series_id)
			WHERE organization_id = @kept AND series_id IN ` + rows + `'series_members.state')`,
	}
	for i := range organizationPointers {
		p := &organizationPointers[i]
		if p.forBoth != "" {
			statements = append(statements, p.copied("@kept", "@merged"))
			continue
		}
		statements = append(statements, `UPDATE `+p.table+` SET `+p.column+` = @merged
			WHERE `+p.column+` = @kept AND `+p.key+` IN `+rows+`'`+p.place()+`')`)
	}
	if err := store.execAll(m, statements...); err != nil {
		return err
	}
	return store.execAll(m,
		`DELETE FROM organization_merges WHERE merged_id = @merged`,
		`UPDATE organizations SET merged_into = NULL WHERE id = @merged`)
}

// notMerged is the condition that a row of a table is not of an organization that was merged into another one.
func notMerged(table string) string {
	return strings.ReplaceAll(
		"NOT EXISTS (SELECT 1 FROM organizations gone WHERE gone.id = @.organization_id AND gone.merged_into IS NOT NULL)",
		"@", table)
}
