package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"time"

	"github.com/aio2go/aio2go/frontend"
)

// This file implements the cache of compiled programs. It has two parts:
//
//	bin/<content>/program   the executable of a program; <content> is a digest of
//	                        its sources, of the flags, and of this tool
//	index/<invocation>      which executable an invocation of run led to, and the
//	                        files that this rests upon
//
// The index makes it unnecessary to read and parse the program to find out of
// which sources it consists: if the files that it was made of are unchanged,
// and no file has appeared where a module was searched in vain, then so is the
// program.

// binaryName is the name of executables in the cache.
const binaryName = "program"

// maxBinaries is how many executables are kept; the ones that were not run for
// longest go first.
const maxBinaries = 64

// cache is the folder of compiled programs.
type cache struct{ dir string }

// digest is a SHA-256 sum in hexadecimal.
type digest string

// openCache finds the cache. The folder need not exist yet.
func openCache() (*cache, error) {
	dir := os.Getenv("AIO2GO_CACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("there is no folder for the cache: %w; set AIO2GO_CACHE", err)
		}
		dir = filepath.Join(user, "aio2go")
	}
	dir, err := filepath.Abs(dir)
	return &cache{dir}, err
}

// unusable is the error that the cache cannot be written.
func (c *cache) unusable(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("the cache folder %s cannot be written: %w; set AIO2GO_CACHE to another folder", c.dir, err)
}

// entry is a file of the index.
type entry struct {
	Content  digest
	Files    map[string]digest // by path: what the program was made of
	Absent   []string          // paths at which modules were searched in vain
	Listed   map[string]digest // by pattern: the files that fit it
	Warnings string
}

func (c *cache) indexPath(key digest) string { return filepath.Join(c.dir, "index", string(key)) }

// find returns the executable for an invocation, if it was compiled and nothing
// has changed since, and the warnings that compiling gives.
func (c *cache) find(key digest) (binary, warnings string, ok bool) {
	data, err := os.ReadFile(c.indexPath(key))
	if err != nil {
		return "", "", false
	}
	var e entry
	if json.Unmarshal(data, &e) != nil {
		return "", "", false
	}
	for path, want := range e.Files {
		src, err := os.ReadFile(path)
		if err != nil || sum(src) != want {
			return "", "", false
		}
	}
	for _, path := range e.Absent {
		if _, err := os.Lstat(path); err == nil {
			return "", "", false
		}
	}
	for pattern, want := range e.Listed {
		if listing(pattern) != want {
			return "", "", false
		}
	}
	binary, ok = c.binary(e.Content)
	return binary, e.Warnings, ok
}

// listing is a digest of the names of the files that fit a pattern.
func listing(pattern string) digest {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return ""
	}
	return sum([]byte(strings.Join(names, "\x00")))
}

// binary returns the executable for a content, if there is one.
func (c *cache) binary(content digest) (string, bool) {
	path := filepath.Join(c.dir, "bin", string(content), binaryName)
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	if now := time.Now(); now.Sub(info.ModTime()) > time.Hour {
		// For prune; that it fails does not matter.
		_ = os.Chtimes(path, now, now)
	}
	return path, true
}

// workDir makes a folder to compile in.
func (c *cache) workDir() (string, error) {
	if err := os.MkdirAll(c.dir, 0o777); err != nil {
		return "", c.unusable(err)
	}
	dir, err := os.MkdirTemp(c.dir, "work-")
	if err != nil {
		return "", c.unusable(err)
	}
	return dir, nil
}

// keep moves the executable built to its place in the cache.
func (c *cache) keep(content digest, built string) (string, error) {
	dir := filepath.Join(c.dir, "bin", string(content))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", c.unusable(err)
	}
	path := filepath.Join(dir, binaryName)
	if err := os.Rename(built, path); err != nil {
		return "", c.unusable(err)
	}
	c.prune(content)
	return path, nil
}

// prune removes the executables that were not run for longest, but not that of
// content.
func (c *cache) prune(content digest) {
	bins, err := os.ReadDir(filepath.Join(c.dir, "bin"))
	if err != nil || len(bins) <= maxBinaries {
		return
	}
	used := func(name string) time.Time {
		info, err := os.Stat(filepath.Join(c.dir, "bin", name, binaryName))
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	sort.Slice(bins, func(i, j int) bool { return used(bins[i].Name()).Before(used(bins[j].Name())) })
	for _, b := range bins[:len(bins)-maxBinaries] {
		if b.Name() != string(content) {
			// What cannot be removed now is tried again next time.
			_ = os.RemoveAll(filepath.Join(c.dir, "bin", b.Name()))
		}
	}
}

// note writes the index entry of an invocation.
func (c *cache) note(key, content digest, s *script, done *compiled) error {
	e := entry{Content: content, Files: make(map[string]digest), Absent: done.prog.Absent, Listed: make(map[string]digest), Warnings: done.warnings}
	for i, m := range done.prog.Modules {
		if i == 0 && s.file == "" || m.File.Bytes == nil {
			continue
		}
		e.Files[m.File.Name] = sum(m.File.Bytes)
	}
	for _, pattern := range done.prog.Listed {
		e.Listed[pattern] = listing(pattern)
	}
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	path := c.indexPath(key)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return c.unusable(err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "new-")
	if err != nil {
		return c.unusable(err)
	}
	_, err = tmp.Write(data)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return c.unusable(err)
	}
	return nil
}

// clean empties the cache. Only what the tool puts there is removed: the folder
// may be one that the user has named.
func (c *cache) clean() error {
	entries, err := os.ReadDir(c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return c.unusable(err)
	}
	for _, e := range entries {
		if n := e.Name(); n == "bin" || n == "index" || strings.HasPrefix(n, "work-") {
			if err := os.RemoveAll(filepath.Join(c.dir, n)); err != nil {
				return c.unusable(err)
			}
		}
	}
	return nil
}

func sum(data []byte) digest {
	h := sha256.Sum256(data)
	return digest(hex.EncodeToString(h[:]))
}

// put adds strings to a digest so that no two lists give the same one.
func put(h hash.Hash, list ...string) {
	for _, s := range list {
		fmt.Fprintf(h, "%d:%s,", len(s), s)
	}
}

func digestOf(h hash.Hash) digest { return digest(hex.EncodeToString(h.Sum(nil))) }

// flagsKey adds the flags that decide what a program is compiled to.
func (t *tool) flagsKey(h hash.Hash) {
	put(h, toolIdentity(), t.opts.python, fmt.Sprint(t.opts.noInfer), runtime.GOOS, runtime.GOARCH)
}

// indexKey returns the digest of an invocation of run.
func (t *tool) indexKey(s *script) digest {
	h := sha256.New()
	t.flagsKey(h)
	put(h, s.shown(), string(s.source))
	if dir, err := os.Getwd(); err == nil {
		put(h, dir)
	}
	put(h, t.opts.path...)
	put(h, s.module, os.Getenv("PYTHONPATH"))
	put(h, t.opts.include...)
	stdlib, site := t.libraries()
	put(h, stdlib...)
	put(h, site...)
	return digestOf(h)
}

// contentKey returns the digest of what a program is compiled from.
func (t *tool) contentKey(s *script, prog *frontend.Program) digest {
	h := sha256.New()
	t.flagsKey(h)
	put(h, prog.Main().Spec)
	put(h, prog.Runtime...)
	for _, m := range prog.Modules {
		put(h, m.Name, m.File.Name, fmt.Sprint(m.IsPackage), string(m.File.Bytes))
	}
	return digestOf(h)
}

// toolIdentity returns what tells this executable from other versions of the
// tool. The beginning of an executable has the build ID that the Go linker puts
// there, which is a digest of everything that it was made of.
func toolIdentity() string {
	path, err := os.Executable()
	if err != nil {
		return versionLine()
	}
	f, err := os.Open(path)
	if err != nil {
		return versionLine()
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return versionLine()
	}
	info, err := f.Stat()
	if err != nil {
		return versionLine()
	}
	return fmt.Sprintf("%s %d", sum(head), info.Size())
}
