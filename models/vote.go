package models

import (
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// PostVote is one person's vote for a voice. Voter is a pseudonym that is another one for each voice.
type PostVote struct {
	PostID string `gorm:"primaryKey"`
	Voter  string `gorm:"primaryKey"`
}

// VoteQuery reads votes.
type VoteQuery struct{ q *Query }

// VoteStore reads and writes votes.
type VoteStore struct {
	VoteQuery
	tx *Tx
}

// Votes reads votes.
func (q *Query) Votes() VoteQuery { return VoteQuery{q} }

// Votes reads and writes votes.
func (tx *Tx) Votes() VoteStore { return VoteStore{tx.Query.Votes(), tx} }

// Given tells by pseudonym which of the votes are stored. A pseudonym is of one person and one voice.
func (store VoteQuery) Given(votes []PostVote) (map[string]bool, error) {
	var found []string
	err := store.among(votes).Pluck("voter", &found).Error
	given := make(map[string]bool, len(found))
	for _, voter := range found {
		given[voter] = true
	}
	return given, err
}

// among chooses those of the votes that are stored.
func (store VoteQuery) among(votes []PostVote) *gorm.DB {
	posts, voters := make([]string, len(votes)), make([]string, len(votes))
	for i, v := range votes {
		posts[i], voters[i] = v.PostID, v.Voter
	}
	return store.q.g.Model(&PostVote{}).Where(store.q.inList("post_id", posts)).Where(store.q.inList("voter", voters))
}

// Ballot is a vote that is given, or taken back.
type Ballot struct {
	PostVote
	Given bool
	// Side is where the voter is, "" where that is not counted.
	Side Mode
}

// Cast stores ballots, in their order, for voices of one event that PostStore.Lock returned; it counts on their Votes.
// A repeat changes nothing. It returns how many votes the voice of each ballot has after it.
func (store VoteStore) Cast(posts map[string]*Post, ballots []Ballot) ([]int, error) {
	if len(ballots) == 0 {
		return nil, nil
	}
	votes := make([]PostVote, len(ballots))
	for i := range ballots {
		votes[i] = ballots[i].PostVote
	}
	stored, err := store.Given(votes)
	if err != nil {
		return nil, err
	}
	now, counts := maps.Clone(stored), make([]int, len(ballots))
	changed, sides := map[string]int{}, map[Mode]int{}
	for i, b := range ballots {
		p := posts[b.PostID]
		if change := changeOf(now[b.Voter], b.Given); change != 0 {
			now[b.Voter] = b.Given
			p.Votes, changed[p.ID] = p.Votes+change, changed[p.ID]+change
			sides[b.Side] += change
		}
		counts[i] = p.Votes
	}
	if err := store.replace(ballots, stored, now); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		err := store.tx.g.Model(&Post{}).Where("id = ?", id).
			Updates(map[string]any{"votes": gorm.Expr("votes + ?", changed[id]), "updated_at": coarse(store.tx.Now)}).Error
		if err != nil {
			return nil, err
		}
	}
	return counts, store.count(posts[ballots[0].PostID].EventID, sides)
}

func changeOf(before, now bool) int {
	switch {
	case now && !before:
		return 1
	case before && !now:
		return -1
	}
	return 0
}

// replace stores what is now where it was not, and deletes what is not any more.
func (store VoteStore) replace(ballots []Ballot, before, now map[string]bool) error {
	var given, taken []PostVote
	for _, b := range ballots {
		switch changeOf(before[b.Voter], now[b.Voter]) {
		case 1:
			given = append(given, b.PostVote)
		case -1:
			taken = append(taken, b.PostVote)
		}
		before[b.Voter] = now[b.Voter] // once for each pseudonym
	}
	// Else the order of the rows would tell the order of the people.
	slices.SortFunc(given, func(a, b PostVote) int { return strings.Compare(a.Voter, b.Voter) })
	if len(given) > 0 {
		if err := store.tx.g.CreateInBatches(&given, insertBatch).Error; err != nil {
			return err
		}
	}
	if len(taken) == 0 {
		return nil
	}
	return store.among(taken).Delete(&PostVote{}).Error
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

// Join adds votes to a voice, of people who have not voted for it yet. Their sides are counted already.
func (store VoteStore) Join(e *Event, id string, voters []string) error {
	posts, err := store.tx.Posts().Lock(e, []string{id})
	if err != nil {
		return err
	}
	if posts[id] == nil {
		return NewError(CodeNotFound, "error.not_found")
	}
	ballots := make([]Ballot, len(voters))
	for i, voter := range voters {
		ballots[i] = Ballot{PostVote: PostVote{id, voter}, Given: true}
	}
	_, err = store.Cast(posts, ballots)
	return err
}

// count adds to the votes of sides.
func (store VoteStore) count(eventID string, votes map[Mode]int) error {
	for _, side := range []Mode{ModeVenue, ModeOnline} { // always in this order, so that nobody waits in a ring
		if votes[side] == 0 {
			continue
		}
		err := store.tx.g.Exec(`INSERT INTO voice_votes (event_id, mode, count) VALUES (?, ?, ?)
			ON CONFLICT (event_id, mode) DO UPDATE SET count = voice_votes.count + excluded.count`,
			eventID, side, votes[side]).Error
		if err != nil {
			return err
		}
	}
	return nil
}
