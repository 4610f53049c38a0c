package paths

import "net/url"

// Rooms names the rooms.
func (p StaffEvent) Rooms() string { return string(p) + "/rooms" }

// Push begins the addresses at which the pages of who runs the room listen to what changes.
func (p StaffEvent) Push() string { return string(p) + "/live/push" }

// RoomStream says where the stream of the live room is.
func (p StaffEvent) RoomStream() string { return string(p) + "/room/stream" }

// Live runs the live room.
func (p StaffEvent) Live() string { return string(p) + "/room" }

// Voices is where moderators read voices.
func (p StaffEvent) Voices() string { return string(p) + "/live" }

// DecideVoice takes what a moderator decides about a voice.
func (p StaffEvent) DecideVoice(id string) string {
	return string(p) + "/live/voices/" + url.PathEscape(id)
}

// UndoVoice takes back what was decided last about a voice.
func (p StaffEvent) UndoVoice(id string) string { return p.DecideVoice(id) + "/undo" }

// MergeVoices joins several voices.
func (p StaffEvent) MergeVoices() string { return string(p) + "/live/merge" }

// MuteVoice lets the author of a voice wait.
func (p StaffEvent) MuteVoice(id string) string { return p.DecideVoice(id) + "/mute" }

// VoiceDesk takes what the moderators' page says, and answers what the others do.
func (p StaffEvent) VoiceDesk() string { return string(p) + "/live/desk" }

// Speak takes which side speaks.
func (p StaffEvent) Speak() string { return string(p) + "/live/speak" }

// VoiceSettings is how the event takes voices.
func (p StaffEvent) VoiceSettings() string { return string(p) + "/live/settings" }

// Stage is the remote control of the stage.
func (p StaffEvent) Stage() string { return string(p) + "/stage" }

// StageLater moves what follows today.
func (p StaffEvent) StageLater() string { return string(p) + "/stage/later" }

// StageVoice takes up a voice.
func (p StaffEvent) StageVoice() string { return string(p) + "/stage/voice" }

// StageWord sets the word of attendance.
func (p StaffEvent) StageWord() string { return string(p) + "/stage/word" }

// CloseStageWord ends the word of attendance.
func (p StaffEvent) CloseStageWord() string { return p.StageWord() + "/close" }

// StageLink makes a new link to the stage.
func (p StaffEvent) StageLink() string { return string(p) + "/stage/link" }

// Promises are what people will go on with.
func (p StaffEvent) Promises() string { return string(p) + "/promises" }

// HidePromise takes one off the pages of others.
func (p StaffEvent) HidePromise(id string) string {
	return p.Promises() + "/" + url.PathEscape(id) + "/hide"
}

// Polls lists the polls.
func (p StaffEvent) Polls() string { return string(p) + "/polls" }

// NewPoll makes one.
func (p StaffEvent) NewPoll() string { return string(p) + "/polls/new" }

// PollsCSV has what was answered.
func (p StaffEvent) PollsCSV() string { return string(p) + "/polls.csv" }

// PollsXLSX has what was answered.
func (p StaffEvent) PollsXLSX() string { return string(p) + "/polls.xlsx" }

// PollsJSON has what was answered.
func (p StaffEvent) PollsJSON() string { return string(p) + "/polls.json" }

// Poll is the form of a poll.
func (p StaffEvent) Poll(id string) Poll { return Poll(p.Polls() + "/" + url.PathEscape(id)) }

// ConsensusList lists the rounds of cards.
func (p StaffEvent) ConsensusList() string { return string(p) + "/consensus" }

// Consensus is a round of cards as staff run it.
func (p StaffEvent) Consensus(id string) StaffConsensus {
	return StaffConsensus(p.ConsensusList() + "/" + url.PathEscape(id))
}

// Words is the word cloud.
func (p StaffEvent) Words() string { return string(p) + "/words" }

// WordsPDF is the same on paper.
func (p StaffEvent) WordsPDF() string { return string(p) + "/words.pdf" }

// Poll is a poll as staff run it.
type Poll string

// Open starts it.
func (p Poll) Open() string { return string(p) + "/open" }

// Close ends it.
func (p Poll) Close() string { return string(p) + "/close" }

// Delete asks before it deletes it.
func (p Poll) Delete() string { return string(p) + "/delete" }

// Word keeps an answer in words from others.
func (p Poll) Word() string { return string(p) + "/word" }

// StaffConsensus is a round of cards as staff run it; its methods are what lies under it.
type StaffConsensus string

// Open lets it take answers.
func (p StaffConsensus) Open() string { return string(p) + "/open" }

// Close ends it.
func (p StaffConsensus) Close() string { return string(p) + "/close" }

// Publish lets everybody see its result, or not.
func (p StaffConsensus) Publish() string { return string(p) + "/publish" }

// Delete asks whether to delete it, and does.
func (p StaffConsensus) Delete() string { return string(p) + "/delete" }

// CSV are its counts.
func (p StaffConsensus) CSV() string { return string(p) + "/counts.csv" }
