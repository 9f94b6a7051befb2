// Runs before the first paint, so that a chosen theme does not flash. A file of its own, because the content security policy forbids inline scripts.
try {
  const chosen = localStorage.getItem('telehealth.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the system's choice stands.
}
