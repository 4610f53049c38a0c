package vectors

import (
	"cmp"
	"math"
	"slices"
)

// Group is texts that are alike, by their places in the list, the most typical first.
type Group struct {
	Members []int
	// Center is what they have in common.
	Center Vector
}

const (
	// fewestAlike is how many texts make a group.
	fewestAlike = 3
	// leastAlike is how alike a text must be to the center of its group. Below it belongs to none.
	leastAlike = 0.45
	// sameGroup is how alike two centers are of one group.
	sameGroup = 0.8
	// mostGroups is how many groups there are at most.
	mostGroups = 16
	rounds     = 12
)

// Groups puts texts together that are alike (spherical k-means), the largest group first. The same texts give the same
// groups. Texts that are like no others are in none.
func Groups(list []Vector) []Group {
	known := 0
	for _, v := range list {
		if v != nil {
			known++
		}
	}
	if known < 2*fewestAlike {
		return nil
	}
	k := min(mostGroups, 2+int(math.Sqrt(float64(known)/2)))
	centers := spread(list, k)
	var members [][]int
	for range rounds {
		members = assign(list, centers)
		centers = recenter(list, members, centers)
	}
	return finish(list, members, centers)
}

// spread chooses texts to begin with: the one most like all, then each time the one least like those chosen, of those
// that have others like them.
func spread(list []Vector, k int) (centers []Vector) {
	crowd := crowds(list)
	nearest := make([]float64, len(list))
	for range k {
		best, value := -1, math.Inf(-1)
		for i, v := range list {
			if v == nil {
				continue
			}
			if score := crowd[i] - 2*nearest[i]; score > value {
				best, value = i, score
			}
		}
		centers = append(centers, list[best])
		for i, v := range list {
			nearest[i] = max(nearest[i], Similarity(v, list[best]))
		}
	}
	return centers
}

// crowds says how many texts are like each one, among at most so many that are spread over the list.
func crowds(list []Vector) []float64 {
	const sample = 400
	step := max(1, len(list)/sample)
	crowd, seen := make([]float64, len(list)), 0.0
	for j := 0; j < len(list); j += step {
		if list[j] == nil {
			continue
		}
		seen++
		for i, v := range list {
			if Similarity(v, list[j]) > leastAlike {
				crowd[i]++
			}
		}
	}
	for i := range crowd {
		crowd[i] /= max(1, seen)
	}
	return crowd
}

// assign puts each text to the center that it is most like, none where it is like no center.
func assign(list, centers []Vector) [][]int {
	members := make([][]int, len(centers))
	for i, v := range list {
		if v == nil {
			continue
		}
		if near := Nearest(v, centers, 1); len(near) > 0 && near[0].Similarity >= leastAlike {
			members[near[0].Index] = append(members[near[0].Index], i)
		}
	}
	return members
}

func recenter(list []Vector, members [][]int, centers []Vector) []Vector {
	next := make([]Vector, len(centers))
	for g := range members {
		next[g] = mean(list, members[g])
		if next[g] == nil {
			next[g] = centers[g]
		}
	}
	return next
}

func mean(list []Vector, members []int) Vector {
	if len(members) == 0 {
		return nil
	}
	sum := make([]float64, len(list[members[0]]))
	for _, i := range members {
		for d, x := range list[i] {
			sum[d] += float64(x)
		}
	}
	return unit(sum)
}

// finish joins groups that are about the same, and leaves out those that are too small.
func finish(list []Vector, members [][]int, centers []Vector) (groups []Group) {
	for g := range members {
		at := slices.IndexFunc(groups, func(o Group) bool { return Similarity(o.Center, centers[g]) > sameGroup })
		if at < 0 {
			groups = append(groups, Group{members[g], centers[g]})
			continue
		}
		groups[at].Members = append(groups[at].Members, members[g]...)
		groups[at].Center = mean(list, groups[at].Members)
	}
	groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Members) < fewestAlike })
	for _, g := range groups {
		slices.SortStableFunc(g.Members, func(a, b int) int {
			return cmp.Compare(Similarity(list[b], g.Center), Similarity(list[a], g.Center))
		})
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return len(b.Members) - len(a.Members) })
	return groups
}
