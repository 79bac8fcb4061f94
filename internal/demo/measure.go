package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/rule"
)

// measures writes two stricter measures of the demo Party: one in force since
// the first day, one that is still a draft.
func (t *Town) measures(ctx context.Context, start time.Time) error {
	admin := actor.Actor{ID: "system", Name: "OpenCITES", Roles: []actor.Role{actor.Administrator}}
	from := t.Profile.Today(start).String()
	timber, err := t.Measures.Draft(ctx, admin, measure.Form{Name: "Logs of African timber", Country: t.Profile.Party, Citation: "Forest Act of Aurelia 2019, s. 12", From: from, Severity: rule.Note,
		Expression: "term == 'LOG' && kingdom == 'Plantae' && importer != 'XX'",
		Text: map[cites.Lang]string{
			cites.English: "Logs also need the felling licence of the Forest Service. Attach it to the application.",
			cites.French:  "Les grumes exigent aussi la licence d’abattage du service forestier. Joignez-la à la demande.",
			cites.Spanish: "Las trozas necesitan además la licencia de tala del servicio forestal. Adjúntela a la solicitud.",
			cites.Arabic:  "تحتاج الجذوع أيضًا إلى رخصة القطع من دائرة الغابات. أرفقها بالطلب.",
		}})
	if err != nil {
		return fmt.Errorf("measures: %w", err)
	}
	if _, err := t.Measures.Enact(ctx, admin, timber.ID, timber.Version); err != nil {
		return fmt.Errorf("measures: %w", err)
	}
	_, err = t.Measures.Draft(ctx, admin, measure.Form{Name: "Large consignments of live reptiles", Country: t.Profile.Party, Citation: "Animal Welfare Ordinance, draft", From: t.Profile.Today(start.AddDate(2, 3, 0)).String(), Severity: rule.Warn,
		Expression: "'Reptilia' in taxa && live && quantity > amount('500')",
		Text: map[cites.Lang]string{
			cites.English: "More than 500 live reptiles in one consignment: ask the veterinary service about the crates.",
			cites.French:  "Plus de 500 reptiles vivants dans un envoi : consultez le service vétérinaire sur les caisses.",
			cites.Spanish: "Más de 500 reptiles vivos en un envío: consulte al servicio veterinario sobre las jaulas.",
			cites.Arabic:  "أكثر من 500 زاحف حي في شحنة واحدة: استشر الخدمة البيطرية بشأن الصناديق.",
		}})
	if err != nil {
		return fmt.Errorf("measures: %w", err)
	}
	return nil
}
