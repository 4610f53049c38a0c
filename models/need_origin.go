package models

import "gorm.io/gorm/clause"

// OriginKind is the kind of something of which a need is made.
type OriginKind string

// The kinds of origins: a theme or a voice of the room, a card of a consensus map, a code of a survey's comments.
const (
	OriginTheme OriginKind = "theme"
	OriginVoice OriginKind = "voice"
	OriginCard  OriginKind = "card"
	OriginCode  OriginKind = "code"
)

// Origin is something of which a need is made. It is kept without anything that tells whose it was.
type Origin struct {
	Kind OriginKind
	ID   string
}

// needOrigin is a row of the origins. Its key lets one thing become one need, also of two coordinators at once.
type needOrigin struct {
	Kind     OriginKind `gorm:"primaryKey"`
	OriginID string     `gorm:"primaryKey"`
	NeedID   string
}

// TableName is the name of the table.
func (needOrigin) TableName() string { return "need_origins" }

// Origins are what needs of a place were made of, those that were withdrawn, too.
func (store NeedQuery) Origins(p NeedPlace) (map[Origin]bool, error) {
	var rows []needOrigin
	err := store.q.g.Where("need_id IN (?)", p.in(store.q.g.Model(&Need{})).Select("needs.id")).Find(&rows).Error
	made := make(map[Origin]bool, len(rows))
	for _, row := range rows {
		made[Origin{row.Kind, row.OriginID}] = true
	}
	return made, err
}

// MadeOf finds the need of a place that was made of something. Errors: NotFound.
func (store NeedQuery) MadeOf(p NeedPlace, of Origin) (*Need, error) {
	return store.find(p.in(store.joined()).Where(
		"needs.id IN (?)", store.q.g.Model(&needOrigin{}).Select("need_id").
			Where("kind = ? AND origin_id = ?", of.Kind, of.ID),
	))
}

// SetOrigins stores of what a new need was made, always in the order of the kinds above. It is CodeConflict where a
// need was made of one of them already, also by somebody else at the same moment.
func (store NeedStore) SetOrigins(n *Need, list ...Origin) error {
	for _, of := range list {
		row := &needOrigin{Kind: of.Kind, OriginID: of.ID, NeedID: n.ID}
		made := store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(row)
		if made.Error != nil {
			return made.Error
		}
		if err := mustAffect(made, NewError(CodeConflict, "need.made_already")); err != nil {
			return err
		}
	}
	return nil
}
