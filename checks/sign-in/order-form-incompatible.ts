import { incompatibleOrderForms } from '../../src/logic/theme-blocks.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'order-form-incompatible',
  area: 'sign-in',
  title: {
    pass: 'The order form knows sign-in with providers',
    fail: 'The order form does not know sign-in with providers',
  },
  causes: ['order-form-incompatible'],
  needs: ['http.login', 'database.settings'],
  wants: ['theme.files', 'theme.page'],
  judge({ 'http.login': login, 'database.settings': settings, 'theme.files': files, 'theme.page': page }, see) {
    const offer = offerOf(login, seenOrNull(page), settings);
    if (offer.is === 'hidden') return skip(offer.reason);
    if (offer.is !== 'shown') return pass([], { note: notOffered });
    const row = settings.orderForm;
    if (!row.present) return skip('the settings name no order form');
    const source = 'tblconfiguration.OrderFormTemplate';
    if (!incompatibleOrderForms.has(row.value.toLowerCase())) return pass([see('database.settings', 'Order form', row.value, { source })]);
    const evidence = [see('database.settings', 'Order form', row.value, { want: 'standard_cart, or one that is made from it', source })];
    // One of that name may have been made anew from standard_cart.
    const checkout = files.ok ? files.value.orderForm?.templates.find(({ file }) => file === 'checkout.tpl') : undefined;
    if (checkout?.from != null && (checkout.blocks.length > 0 || checkout.marks.includes('provider-code'))) return pass(evidence);
    return fail({ cause: 'order-form-incompatible', subject: row.value, confidence: 'likely', evidence });
  },
});
