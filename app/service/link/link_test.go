package link

import "testing"

func TestSecretsDifferByEverythingTheyAreMadeOf(t *testing.T) {
	m := New([]byte("key"))
	first := m.Registration("a", 1)
	if first != m.Registration("a", 1) || len(first) != 32 {
		t.Fatalf("not stable: %q", first)
	}
	for name, other := range map[string]string{
		"number":  m.Registration("a", 2),
		"id":      m.Registration("b", 1),
		"purpose": m.PasswordReset("a"),
		"key":     New([]byte("k2")).Registration("a", 1),
	} {
		if other == first {
			t.Errorf("another %s gives the same secret", name)
		}
	}
}
