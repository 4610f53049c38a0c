package mail

import "strings"

// Plain keeps what people typed from being read as Markdown, in a Wording.
func Plain(s string) string {
	var out strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#+-.!|~", r) {
			out.WriteRune('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
