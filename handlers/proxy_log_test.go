package handlers_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"meguri/handlers"
)

// The examples for proxies keep every address with a secret out of their logs.
func TestExamplesForProxiesLogNoSecret(t *testing.T) {
	for file, find := range map[string]*regexp.Regexp{
		"../deploy/nginx.conf": regexp.MustCompile(`(?m)^ +~(\^/\S+) +/\S+;$`),
		"../deploy/Caddyfile":  regexp.MustCompile(`request>uri regexp "([^"]+)"`),
	} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var patterns []*regexp.Regexp
		for _, match := range find.FindAllStringSubmatch(string(content), -1) {
			patterns = append(patterns, regexp.MustCompile(match[1]))
		}
		for _, route := range handlers.Routes() {
			before, _, secret := strings.Cut(strings.Replace(route.Path, ":secret", ":token", 1), ":token")
			hidden := false
			for _, pattern := range patterns {
				hidden = hidden || pattern.MatchString(before+"a-secret")
			}
			if secret && !hidden {
				t.Errorf("%s lets %s into the log", file, route.Path)
			}
		}
	}
}
