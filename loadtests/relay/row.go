package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// A row is one shape of room, written as in 4x20.gcm or audio10x20.cm: publishers, receivers, SRTP profile. Several
// numbers of receivers, as in 4x60+80.gcm, grow the room step by step.
type row struct {
	name       string
	profile    string
	shape      shape
	publishers int
	receivers  []int
}

func parseRows(text string) (rows []row, err error) {
	for _, word := range strings.Split(text, ",") {
		r, err := parseRow(word)
		if err != nil {
			return nil, fmt.Errorf("row %q: %w", word, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func parseRow(text string) (r row, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 2 {
		return r, fmt.Errorf("a name and a profile, joined by a dot")
	}
	r.name, r.profile, r.shape = parts[0], parts[1], video
	numbers := r.name
	if strings.HasPrefix(numbers, "audio") {
		numbers, r.shape = strings.TrimPrefix(numbers, "audio"), audio
	}
	sides := strings.Split(numbers, "x")
	if len(sides) != 2 {
		return r, fmt.Errorf("publishers, x, receivers")
	}
	if r.publishers, err = strconv.Atoi(sides[0]); err != nil {
		return r, err
	}
	for _, step := range strings.Split(sides[1], "+") {
		count, err := strconv.Atoi(step)
		if err != nil {
			return r, err
		}
		r.receivers = append(r.receivers, count)
	}
	return r, nil
}

func sorted(numbers []uint16) []uint16 {
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	return numbers
}
