package templates

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// The content policy forbids both; a browser would drop them without a word. JSON-LD is data, no script.
var inline = regexp.MustCompile(`(?i)\sstyle="|<style|\son[a-z]+="|<script(>|\s[^>]*>)`)

func TestPagesKeepToTheContentPolicy(t *testing.T) {
	err := fs.WalkDir(Files, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") || strings.HasPrefix(path, "mail/") {
			return err
		}
		content, err := fs.ReadFile(Files, path)
		if err != nil {
			return err
		}
		for _, found := range inline.FindAllString(string(content), -1) {
			if !strings.Contains(found, "src=") && !strings.Contains(found, "application/ld+json") {
				t.Errorf("%s has %q", path, strings.TrimSpace(found))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A form without it refuses in the browser's language what the server would take, such as full-width digits.
func TestFormsLeaveCheckingToTheServer(t *testing.T) {
	form := regexp.MustCompile(`<form class="form[^>]*method="post"[^>]*>`)
	err := fs.WalkDir(Files, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		content, err := fs.ReadFile(Files, path)
		for _, found := range form.FindAllString(string(content), -1) {
			if !strings.Contains(found, "novalidate") {
				t.Errorf("%s has %s", path, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
