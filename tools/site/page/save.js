// Hands a file to the browser to save. Makes none.

// `content`: text or bytes; `type`: "" for text.
export function save(name, content, type = "") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
