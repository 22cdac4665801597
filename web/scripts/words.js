// The few words the scripts themselves say; every other text comes from the server.
const vietnamese = {
  yes: "Đồng ý",
  no: "Để sau",
  close: "Đóng",
  draftFound: "Có bản nháp chưa lưu, gõ lúc {time}.",
  draftRestore: "Lấy lại bản nháp",
  draftDrop: "Bỏ bản nháp",
  lineLost: "Mất kết nối, đang nối lại. Số liệu có thể chưa mới nhất.",
  serverUnreachable: "Không gửi được tới máy chủ. Kiểm tra mạng rồi bấm lại; nội dung đã nhập vẫn còn.",
  serverFailed: "Máy chủ báo lỗi {status}. Tải lại trang rồi thử lại; nội dung đã nhập vẫn còn.",
  nothingFound: "Không tìm thấy mục nào khớp.",
  uploading: "Đã tải lên {sent} / {total} MB. Mất mạng thì tự tải tiếp.",
  uploadStopped: "Tải lên bị dừng. Bấm Lưu để tải tiếp từ chỗ dở.",
  uploadTooLarge: "Tệp lớn hơn mức cho phép. Giảm dung lượng hoặc chia nhỏ rồi tải lại.",
  mapFailed: "Không tải được bản đồ. Dùng bảng bên dưới hoặc tải lại trang.",
};
const english = {
  yes: "Yes",
  no: "Not now",
  close: "Close",
  draftFound: "There is an unsaved draft, typed at {time}.",
  draftRestore: "Restore the draft",
  draftDrop: "Discard the draft",
  lineLost: "Connection lost, reconnecting. Figures may not be the latest.",
  serverUnreachable: "The server could not be reached. Check the network and press again; what you typed is still here.",
  serverFailed: "The server reported error {status}. Reload the page and try again; what you typed is still here.",
  nothingFound: "Nothing matches.",
  uploading: "{sent} of {total} MB sent. If the network breaks it goes on by itself.",
  uploadStopped: "The upload stopped. Press Save to go on where it was.",
  uploadTooLarge: "The file is larger than allowed. Make it smaller or split it.",
  mapFailed: "The map could not be loaded. Use the table below or reload the page.",
};

/** The word for `key` in the page's language, `{name}` replaced from `values`. */
export function say(key, values = {}) {
  const words = document.documentElement.lang === "en" ? english : vietnamese;
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
