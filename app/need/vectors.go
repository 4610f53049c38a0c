package need

import (
	"encoding/json"
	"sync"

	"meguri/app/service/vectors"
	"meguri/models"
)

// vectorCache keeps the vectors of needs, so that one person costs no more than a comparison with each.
type vectorCache struct {
	sync.Mutex
	of map[string]kept
}

// kept is what is known of a need at a version: the vectors of its texts, and their words.
type kept struct {
	version int
	texts   textVectors
}

// textVectors are the texts of a need: the words of what is troublesome and of what is to be done, and the middle of
// their two vectors, so that one comparison does. It is nil without known words.
type textVectors struct {
	middle vectors.Vector
	words  [2][]string
}

// middle is between two vectors; where one is nil it is the other one.
func middle(a, b vectors.Vector) vectors.Vector {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	m := make(vectors.Vector, len(a))
	for d := range a {
		m[d] = (a[d] + b[d]) / 2
	}
	return m
}

// get is what is kept of a need, made of its stored words where it is new.
func (c *vectorCache) get(space *vectors.Space, n *models.Need) textVectors {
	c.Lock()
	defer c.Unlock()
	if found, ok := c.of[n.ID]; ok && found.version == n.Version {
		return found.texts
	}
	var texts textVectors
	if n.Words != nil && json.Unmarshal([]byte(*n.Words), &texts.words) != nil {
		texts.words = [2][]string{}
	}
	texts.middle = middle(space.Of(texts.words[0]), space.Of(texts.words[1]))
	if c.of == nil || len(c.of) > mostKept {
		c.of = map[string]kept{}
	}
	c.of[n.ID] = kept{n.Version, texts}
	return texts
}

// mostKept is of how many needs vectors are kept: about 0.8 kB each.
const mostKept = 5000
