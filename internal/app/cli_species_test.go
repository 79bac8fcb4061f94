package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const oneTaxon = "TaxonId,Kingdom,Phylum,Class,Order,Family,FullName,AuthorYear,RankName,CurrentListing,FullAnnotationEnglish,AnnotationEnglish,#AnnotationSymbol,#Annotation,SynonymsWithAuthors,EnglishNames,SpanishNames,FrenchNames,All_DistributionISOCodes\n" +
	"12,Plantae,,,Testales,Testaceae,Testa alba,L.,SPECIES,I,Appendix I: ,Appendix I: ,,Appendix I: ,,White testa,Testa blanca,Testa blanche,ZA\n"

func TestSpeciesImportAndSuggest(t *testing.T) {
	data := t.TempDir()
	storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)})
	file := filepath.Join(t.TempDir(), "Index_2026-05-01.csv")
	if err := os.WriteFile(file, []byte(oneTaxon), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := command(t, "species", "import", "--data", data, "--json", file)
	var r species.Report
	if err := json.Unmarshal([]byte(out), &r); code != exitDone || err != nil || r.Added != 1 || r.AsOf.String() != "2026-05-01" {
		t.Fatalf("import: %d %v %s%s", code, err, out, errs)
	}
	if code, out, errs := command(t, "species", "import", "--data", data, file); code != exitDone || !strings.Contains(out, "nothing changed") {
		t.Errorf("again: %d %s%s", code, out, errs)
	}
	code, out, _ = command(t, "species", "suggest", "--data", data, "--json", "elephant")
	var found []species.Suggestion
	if err := json.Unmarshal([]byte(out), &found); code != exitDone || err != nil || len(found) < 2 || found[0].Name != "Loxodonta africana" || found[0].Appendix != "I/II" {
		t.Errorf("suggest: %d %v %s", code, err, out)
	}
	if code, out, _ := command(t, "species", "suggest", "--data", data, "--lang", "fr", "testa blanche"); code != exitDone || !strings.Contains(out, "Testa alba") {
		t.Errorf("suggest what was imported: %d %s", code, out)
	}
	if code, out, _ := command(t, "species", "suggest", "--data", data, "--json", "qqqqqqqq"); code != exitNegative || strings.TrimSpace(out) != "[]" {
		t.Errorf("suggest nonsense: %d %s", code, out)
	}
	bad := filepath.Join(t.TempDir(), "bad.csv")
	if err := os.WriteFile(bad, []byte(strings.ReplaceAll(oneTaxon, ",", ";")), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, "species", "import", "--data", data, bad); code != exitFailure || !strings.Contains(errs, "comma") {
		t.Errorf("wrong separator: %d %s", code, errs)
	}
	if code, _, errs := command(t, "species", "import", "--data", data, "--as-of", "yesterday", file); code != exitFailure || !strings.Contains(errs, "--as-of") {
		t.Errorf("wrong day: %d %s", code, errs)
	}
}
