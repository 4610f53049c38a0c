package link

import "testing"

func TestSecretsDifferByEverythingTheyAreMadeOf(t *testing.T) {
	m := New([]byte("key"))
	first := m.Registration("a", 1)
	if again := m.Registration("a", 1); again != first {
		t.Errorf("the secret is %q, then %q", first, again)
	}
	if len(first) != 32 {
		t.Errorf("the secret has %d characters", len(first))
	}
	for name, other := range map[string]string{
		"number":  m.Registration("a", 2),
		"id":      m.Registration("b", 1),
		"purpose": m.PasswordReset("a"),
		"key":     New([]byte("k2")).Registration("a", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if other == first {
				t.Error("it gives the same secret")
			}
		})
	}
}
