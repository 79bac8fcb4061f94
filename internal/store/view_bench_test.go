package store_test

import (
	"testing"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func BenchmarkView(b *testing.B) {
	d := storetest.Open(b)
	grow(b, d, 100)
	ctx := b.Context()
	for b.Loop() {
		err := d.View(ctx, func(x *store.Tx) error {
			_, err := x.EventAt(ctx, 50)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
