// Package storetest gives tests real databases: a fresh SQLite file, and a fresh
// database of a private PostgreSQL cluster that is started once per test binary.
// Nothing of it is in the program.
package storetest
