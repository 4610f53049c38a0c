package models

import "time"

// memberPointers are the columns that point at a person of a member register, and move where that is put together with
// another entry of theirs. What people of a team and who is asked are told by is an address or an account, which both
// stay with the rows of the register.
var memberPointers = []pointer{
	{table: "affiliations", column: "member_id", key: "id"},
	{
		table: "hour_budget_people", column: "member_id", key: "budget_id",
		stays: `EXISTS (SELECT 1 FROM hour_budget_people k WHERE k.budget_id = r.budget_id AND k.member_id = @kept)`,
	},
}

// memberStays says why other columns do not move.
var memberStays = map[string]string{
	"password_resets.member_id":     "a role of staff",
	"register_merges.merged_id":     "the entry itself, so that its address leads on",
	"register_merges.kept_id":       "where an entry went; that one may itself go on",
	"register_merge_rows.merged_id": "the entry itself",
	"different_members.first_id":    "what was decided about the entry",
	"different_members.second_id":   "what was decided about the entry",
}

// MemberMerge says that an entry of a member register was put together with another one of the same person.
type MemberMerge struct {
	MergedID string `gorm:"primaryKey"`
	KeptID   string
	MergedAt time.Time
}

// TableName is the table.
func (MemberMerge) TableName() string { return "register_merges" }

// MayUndo reports whether it can still be taken apart.
func (m MemberMerge) MayUndo(now time.Time) bool { return now.Before(m.Until()) }

// Until is until when.
func (m MemberMerge) Until() time.Time { return m.MergedAt.Add(mergeUndoable) }

// MemberMergeQuery reads what was put together and told apart in member registers.
type MemberMergeQuery struct{ q *Query }

// MemberMergeStore reads and writes it.
type MemberMergeStore struct {
	MemberMergeQuery
	tx *Tx
}

// MemberMerges reads what was put together.
func (q *Query) MemberMerges() MemberMergeQuery { return MemberMergeQuery{q} }

// MemberMerges reads and writes what was put together.
func (tx *Tx) MemberMerges() MemberMergeStore { return MemberMergeStore{tx.Query.MemberMerges(), tx} }

// Into lists what was put together with the entries of an organization's register, the latest first.
func (store MemberMergeQuery) Into(organizationID string) (list []MemberMerge, err error) {
	return list, store.q.g.Where("kept_id IN (SELECT member_id FROM affiliations WHERE organization_id = ?)",
		organizationID).Order("merged_at DESC, merged_id").Find(&list).Error
}

// Kept is the entry that stands for one: itself, or the one with which it was put together.
func (store MemberMergeQuery) Kept(id string) (string, error) {
	for range mostMerges {
		var list []MemberMerge
		if err := store.q.g.Where("merged_id = ?", id).Limit(1).Find(&list).Error; err != nil || len(list) == 0 {
			return id, err
		}
		id = list[0].KeptID
	}
	return id, nil
}

// Different finds the pairs of which it was said that they are two people.
func (store MemberMergeQuery) Different() (map[Pair]bool, error) {
	return store.q.OrganizationMerges().different("different_members")
}

// SetDifferent records that a pair is two people, or forgets it.
func (store MemberMergeStore) SetDifferent(p Pair, different bool) error {
	return setDifferent(store.tx, "different_members", p, different)
}

// LockRegister makes those who change the people of one register at the same moment wait for each other. It comes
// before anything of the register is read.
func (store MemberMergeStore) LockRegister(organizationID string) error {
	return store.tx.g.Exec("UPDATE organizations SET slug = slug WHERE id = ?", organizationID).Error
}

func (store MemberMergeStore) execAll(m *MemberMerge, statements ...string) error {
	values := map[string]any{"merged": m.MergedID, "kept": m.KeptID}
	for _, statement := range statements {
		if err := store.tx.g.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	return nil
}

// Add puts an entry together with another one: what points at it points at the other one from then on, and which rows
// these are is kept.
func (store MemberMergeStore) Add(keptID, mergedID string) error {
	m := &MemberMerge{MergedID: mergedID, KeptID: keptID, MergedAt: store.tx.Now}
	if err := store.tx.g.Create(m).Error; err != nil {
		return err
	}
	for i := range memberPointers {
		p := &memberPointers[i]
		where := "r." + p.column + " = @merged"
		if p.stays != "" {
			where += " AND NOT " + p.stays
		}
		version := ""
		if p.table == "affiliations" { // who changes a role at the same moment is told
			version = ", version = version + 1"
		}
		if err := store.execAll(m,
			`INSERT INTO register_merge_rows (merged_id, place, row_key)
				SELECT @merged, '`+p.place()+`', r.`+p.key+` FROM `+p.table+` AS r WHERE `+where,
			`UPDATE `+p.table+` AS r SET `+p.column+` = @kept`+version+` WHERE `+where,
		); err != nil {
			return err
		}
	}
	return nil
}

// Undo takes two entries apart: what went over, and is still there, goes back. What was added since stays.
func (store MemberMergeStore) Undo(m *MemberMerge) error {
	for i := range memberPointers {
		p := &memberPointers[i]
		where := p.column + ` = @kept AND ` + p.key + ` IN (SELECT row_key FROM register_merge_rows
			WHERE merged_id = @merged AND place = '` + p.place() + `')`
		version := ""
		if p.table == "affiliations" {
			version = ", version = version + 1"
		}
		if err := store.execAll(m, `UPDATE `+p.table+` SET `+p.column+` = @merged`+version+` WHERE `+where); err != nil {
			return err
		}
	}
	return store.execAll(m, "DELETE FROM register_merges WHERE merged_id = @merged")
}
