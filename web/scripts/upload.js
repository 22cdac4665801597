// Large files go up in pieces before their form (tus 1.0.0): when the line breaks they go on by themselves, and after the
// page was closed the same file goes on where it was. Each piece carries its checksum where the browser can make one.
import { DefaultHttpStack, Upload } from "tus-js-client";
import { say } from "./words.js";

const piece = 2 * 1024 * 1024;

class CheckedStack {
  #inner = new DefaultHttpStack({});

  getName() {
    return "CheckedStack";
  }

  createRequest(method, url) {
    const request = this.#inner.createRequest(method, url);
    if (method !== "PATCH" || !window.crypto?.subtle) return request;
    const send = request.send.bind(request);
    request.send = async (body) => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", await body.arrayBuffer()));
      request.setHeader("Upload-Checksum", `sha1 ${btoa(String.fromCharCode(...digest))}`);
      return send(body);
    };
    return request;
  }
}

function megabytes(bytes) {
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return format.format(bytes / 1048576);
}

function show(form, text, share) {
  const box = form.querySelector("[data-progress]");
  box.hidden = false;
  box.querySelector("[data-progress-text]").textContent = text;
  box.querySelector("progress").value = share;
}

function send(form, file) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: form.dataset.resumable,
      chunkSize: piece,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
      headers: { "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]').content },
      metadata: { filename: file.name, filetype: file.type },
      httpStack: new CheckedStack(),
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) =>
        show(form, say("uploading", { sent: megabytes(sent), total: megabytes(total) }), (100 * sent) / total),
      onError: reject,
      onSuccess: () => resolve(upload.url.split("/").pop()),
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length > 0) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-resumable]");
  const input = form?.querySelector('input[type="file"]');
  const file = input?.files[0];
  if (!file) return;
  event.preventDefault();
  const button = form.querySelector("button.btn-primary");
  button.disabled = true;
  try {
    form.elements.upload.value = await send(form, file);
    input.disabled = true;
    form.submit();
  } catch (error) {
    const status = error.originalResponse?.getStatus();
    show(form, status === 413 ? say("uploadTooLarge") : say("uploadStopped"), 0);
    button.disabled = false;
  }
});
