// Pins the chosen theme before anything is painted; without a choice the system's theme stands.
// The key and its form are those of src/frame/preferences.ts.
try {
  const { theme } = JSON.parse(localStorage.getItem("skein.preferences") || "{}");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden or hold something else: the system's theme then.
}
