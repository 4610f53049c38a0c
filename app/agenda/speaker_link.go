package agenda

import "strconv"

// speakerSecret is the secret in the address of a speaker's own page.
func (s *Service) speakerSecret(id, number string) string {
	n, _ := strconv.Atoi(number)
	return s.links.Speaker(id, n)
}
