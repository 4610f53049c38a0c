package models

import (
	"cmp"
	"slices"
)

// AuditNames are the names that the ids of entries have now.
type AuditNames struct {
	accounts, tokens, devices, people map[string]string
	events                            map[string]*Event
}

// Actor is the name of an account or a token, "" where it is gone.
func (n *AuditNames) Actor(id string) string {
	return cmp.Or(n.accounts[id], n.tokens[id], n.devices[id])
}

// Subject is the name of the person or account that an entry is about, "" where it is gone or names none.
func (n *AuditNames) Subject(e *AuditEntry) string {
	return cmp.Or(n.people[e.SubjectID], n.accounts[e.SubjectID], n.tokens[e.SubjectID])
}

// Event is the event with the id, nil where it is gone.
func (n *AuditNames) Event(id string) *Event { return n.events[id] }

// Names finds the names that the entries, and the actors besides, have now.
func (store AuditQuery) Names(entries []AuditEntry, actors []string) (*AuditNames, error) {
	var accounts, people, events []string
	accounts = append(accounts, actors...)
	for i := range entries {
		e := &entries[i]
		accounts, events = append(accounts, e.ActorID), append(events, e.EventID)
		if e.SubjectKind == SubjectRegistration {
			people = append(people, e.SubjectID)
		} else {
			accounts = append(accounts, e.SubjectID)
		}
	}
	names := &AuditNames{
		accounts: map[string]string{}, tokens: map[string]string{}, devices: map[string]string{},
		people: map[string]string{}, events: map[string]*Event{},
	}
	var foundAccounts []Account
	var foundTokens []APIToken
	var foundDevices []Device
	var foundPeople []Registration
	var foundEvents []Event
	for _, look := range []struct {
		ids  []string
		into any
	}{
		{accounts, &foundAccounts}, {accounts, &foundTokens}, {accounts, &foundDevices}, {people, &foundPeople},
		{events, &foundEvents},
	} {
		if err := store.q.g.Where("id IN ?", distinct(look.ids)).Find(look.into).Error; err != nil {
			return nil, err
		}
	}
	for _, a := range foundAccounts {
		names.accounts[a.ID] = a.Name
	}
	for _, t := range foundTokens {
		names.tokens[t.ID] = t.Name
	}
	for i := range foundDevices {
		names.devices[foundDevices[i].ID] = foundDevices[i].Name
	}
	for i := range foundPeople {
		names.people[foundPeople[i].ID] = foundPeople[i].Full(foundPeople[i].Locale)
	}
	for i := range foundEvents {
		names.events[foundEvents[i].ID] = &foundEvents[i]
	}
	return names, nil
}

// Links finds the links of entries, by the id of the entry.
func (store AuditQuery) Links(entries []AuditEntry) (map[string]AuditLink, error) {
	ids := make([]string, len(entries))
	for i := range entries {
		ids[i] = entries[i].ID
	}
	var list []AuditLink
	err := store.q.g.Where("entry_id IN ?", ids).Find(&list).Error
	links := make(map[string]AuditLink, len(list))
	for _, l := range list {
		links[l.EntryID] = l
	}
	return links, err
}

// distinct leaves out doubles and "".
func distinct(ids []string) []string {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}
