package voice

import "meguri/models"

// KnowsWords reports whether the words of all voices are known that were compared last.
func (s *Service) KnowsWords(event *models.Event) bool {
	s.known.lock.Lock()
	defer s.known.lock.Unlock()
	known := s.known.events[event.ID]
	return known != nil && !known.isBusy && len(known.missing()) == 0
}
