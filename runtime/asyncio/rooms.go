package asyncio

// This file has the memory that bytes pass through between a socket and the program. It is
// used again, so that traffic makes no garbage but the objects that the program gets.

const (
	maxRead = 256 * 1024
	// smallRoom is the size of the rooms for short messages.
	smallRoom = 4096
	// handOver is from how many bytes on a reader takes over the room that was read
	// into, instead of copying from it.
	handOver = 64 * 1024
	// spareSmall and spareLarge are how many rooms a loop keeps.
	spareSmall = 256
	spareLarge = 4
)

// rooms are the rooms of a loop that are not in use.
type rooms struct{ small, large [][]byte }

// get returns an empty slice with room for n bytes.
func (p *rooms) get(n int) []byte {
	switch {
	case n <= smallRoom:
		return takeRoom(&p.small, smallRoom)
	case n > handOver && n <= maxRead:
		return takeRoom(&p.large, maxRead)
	}
	return make([]byte, 0, n)
}

func takeRoom(list *[][]byte, size int) []byte {
	n := len(*list) - 1
	if n < 0 {
		return make([]byte, 0, size)
	}
	b := (*list)[n]
	(*list)[n] = nil
	*list = (*list)[:n]
	return b
}

// put takes back a room of which nothing is in use.
func (p *rooms) put(b []byte) {
	switch {
	case cap(b) == smallRoom && len(p.small) < spareSmall:
		p.small = append(p.small, b[:0])
	case cap(b) == maxRead && len(p.large) < spareLarge:
		p.large = append(p.large, b[:0])
	}
}

// byteQueue is bytes that wait to be read, in a room that goes back to the loop's when
// they are gone.
type byteQueue struct {
	data []byte // what is left, a part of room
	room []byte // from its beginning
}

// push appends a copy of b.
func (q *byteQueue) push(p *rooms, b []byte) {
	need := len(q.data) + len(b)
	switch {
	case need <= cap(q.data):
	case need <= cap(q.room) && len(q.data) <= cap(q.room)/2:
		q.data = q.room[:copy(q.room[:len(q.data)], q.data)]
	default:
		if len(q.data) > 0 {
			need += need / 4
		}
		room := p.get(need)
		data := append(room, q.data...)
		q.free(p)
		q.room, q.data = room, data
	}
	q.data = append(q.data, b...)
}

// own makes b, which begins a room, what is left of an empty queue.
func (q *byteQueue) own(b []byte) { q.room, q.data = b[:0], b }

// drop removes the first n bytes.
func (q *byteQueue) drop(p *rooms, n int) {
	if q.data = q.data[n:]; len(q.data) == 0 {
		q.free(p)
	}
}

func (q *byteQueue) free(p *rooms) {
	p.put(q.room)
	q.room, q.data = nil, nil
}
