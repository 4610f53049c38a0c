package paths

import "net/url"

// Live is the live room.
func (p Event) Live() string { return string(p) + "/live" }

// LiveBeat takes the heartbeats of the live room.
func (p Event) LiveBeat() string { return string(p) + "/live/beat" }

// LiveLeave takes the good-byes of the live room.
func (p Event) LiveLeave() string { return string(p) + "/live/leave" }

// LivePush begins the addresses at which the live room listens to what changes.
func (p Event) LivePush() string { return string(p) + "/live/push" }

// Push begins the addresses at which public pages listen to what changes.
func (p Event) Push() string { return string(p) + "/push" }

// Voices takes what attendees say.
func (p Event) Voices() string { return string(p) + "/live/voices" }

// Voice is one voice as attendees change it.
func (p Event) Voice(id string) Voice { return Voice(p.Voices() + "/" + url.PathEscape(id)) }

// Polls are the polls as attendees see them.
func (p Event) Polls() string { return string(p) + "/live/polls" }

// Poll takes what an attendee answers.
func (p Event) Poll(id string) string { return p.Polls() + "/" + url.PathEscape(id) }

// Promise is what the person in the room will go on with.
func (p Event) Promise() string { return string(p) + "/live/promise" }

// WithdrawPromise takes it back.
func (p Event) WithdrawPromise() string { return p.Promise() + "/withdraw" }

// OfferPromise makes an offer of help of it.
func (p Event) OfferPromise() string { return p.Promise() + "/offer" }

// Stage is what a projector shows. key is the secret of its link.
func (p Event) Stage(key string) string { return string(p) + "/stage/" + url.PathEscape(key) }

// StagePush is where a screen of the stage listens.
func (p Event) StagePush(key string) string { return p.Stage(key) + "/push" }

// AttendanceWord is where the word of attendance is given.
func (p Event) AttendanceWord() string { return string(p) + "/live/word" }

// Recording says what somebody in the room says to being in a recording.
func (p Event) Recording() string { return string(p) + "/live/recording" }

// SimilarVoices finds voices that say the same as what is typed.
func (p Event) SimilarVoices() string { return string(p) + "/live/similar" }

// React takes reactions of the room.
func (p Event) React() string { return string(p) + "/live/reactions" }

// ConsensusNow leads to the round of cards that is open, or was last.
func (p Event) ConsensusNow() string { return string(p) + "/live/consensus" }

// Consensus is a round of cards as attendees answer it.
func (p Event) Consensus(id string) Consensus {
	return Consensus(p.ConsensusNow() + "/" + url.PathEscape(id))
}

// ConsensusMap is the result of a round that everybody may see.
func (p Event) ConsensusMap(id string) string { return string(p) + "/consensus/" + url.PathEscape(id) }

// Words is the word cloud that everybody may see.
func (p Event) Words() string { return string(p) + "/words" }

// RoomWords is the word cloud of who is in the room.
func (p Event) RoomWords() string { return string(p) + "/live/words" }

// Voice is one voice; its methods are what attendees do with it.
type Voice string

// Vote gives a vote to the voice.
func (p Voice) Vote() string { return string(p) + "/vote" }

// Unvote takes the vote back.
func (p Voice) Unvote() string { return string(p) + "/unvote" }

// InRecord allows it in the record, or not any more.
func (p Voice) InRecord() string { return string(p) + "/record" }

// Withdraw takes one's own voice back.
func (p Voice) Withdraw() string { return string(p) + "/withdraw" }

// Report asks moderators to read the voice.
func (p Voice) Report() string { return string(p) + "/report" }

// Join leads to the live room of the event whose stage shows the code.
func Join(code string) string { return "/j/" + url.PathEscape(code) }

// Consensus is a round of cards as attendees answer it; its methods are what lies under it.
type Consensus string

// Map is what was found.
func (p Consensus) Map() string { return string(p) + "/map" }

// Card is a card to see again.
func (p Consensus) Card(id string) string { return string(p) + "?card=" + url.QueryEscape(id) }

// After is the card after one that was answered.
func (p Consensus) After(id string) string { return string(p) + "?last=" + url.QueryEscape(id) }
