package models

import (
	"slices"

	"gorm.io/gorm"
)

// PostVote is one person's vote for a voice. Voter is a pseudonym that is another one for each voice.
type PostVote struct {
	PostID string `gorm:"primaryKey"`
	Voter  string `gorm:"primaryKey"`
}

// Given tells which of the votes are stored. They are of different voices.
func (store VoteQuery) Given(votes []PostVote) (map[string]bool, error) {
	voters := make([]string, len(votes))
	for i := range votes {
		voters[i] = votes[i].Voter
	}
	var found []PostVote
	err := store.q.g.Where(store.q.inList("voter", voters)).Find(&found).Error
	given := map[string]bool{}
	for _, v := range found {
		given[v.PostID] = true
	}
	return given, err
}

// Add stores a vote, or takes it back, and returns how many the voice has then. A repeat changes nothing. side is where
// the voter is, "" where that is not counted.
func (store VoteStore) Add(p *Post, vote PostVote, given bool, side Mode) (votes int, err error) {
	// The voice first, which makes others that vote for it wait: the count follows the rows.
	if err := store.tx.g.Clauses(forUpdate).Select("id").Where("id = ?", p.ID).Take(&Post{}).Error; err != nil {
		return 0, notFound(err)
	}
	var result *gorm.DB
	change := 1
	if given {
		result = store.tx.g.Clauses(doNothing).Create(&vote)
	} else {
		result, change = store.tx.g.Where("post_id = ? AND voter = ?", vote.PostID, vote.Voter).Delete(&PostVote{}), -1
	}
	if result.Error != nil {
		return 0, result.Error
	}
	if result.RowsAffected > 0 {
		err := store.tx.g.Model(&Post{}).Where("id = ?", p.ID).
			Updates(map[string]any{"votes": gorm.Expr("votes + ?", change), "updated_at": coarse(store.tx.Now)}).Error
		if err == nil && side != "" {
			err = store.count(p.EventID, side, change)
		}
		if err != nil {
			return 0, err
		}
	}
	var now Post
	err = store.tx.g.Select("votes").Where("id = ?", p.ID).Take(&now).Error
	return now.Votes, err
}

// Voters lists the pseudonyms under which people voted for a voice.
func (store VoteQuery) Voters(p *Post) (map[string]bool, error) {
	var list []string
	err := store.q.g.Model(&PostVote{}).Where("post_id = ?", p.ID).Pluck("voter", &list).Error
	voters := map[string]bool{}
	for _, v := range list {
		voters[v] = true
	}
	return voters, err
}

// Join adds votes to a voice, of people who have not voted for it yet.
func (store VoteStore) Join(p *Post, voters []string) error {
	slices.Sort(voters) // else the order of the rows would tell the order of the people
	for _, voter := range voters {
		if _, err := store.Add(p, PostVote{p.ID, voter}, true, ""); err != nil {
			return err
		}
	}
	return nil
}

// count adds to the votes of a side.
func (store VoteStore) count(eventID string, side Mode, change int) error {
	return store.tx.g.Exec(`INSERT INTO voice_votes (event_id, mode, count) VALUES (?, ?, ?)
		ON CONFLICT (event_id, mode) DO UPDATE SET count = voice_votes.count + excluded.count`,
		eventID, side, change).Error
}
