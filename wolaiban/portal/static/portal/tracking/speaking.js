// Speaking again, in the way of reporting: photos shrunk and shown, a voice recorded here and sent along.

import { watchPhotos } from "../reporting/photos.js";
import { watchVoice } from "../reporting/voice.js";

const place = document.querySelector(".voice");
if (place) {
  watchPhotos(place.closest("form").querySelector("input[type=file]"), () => {});
  watchVoice(place, () => {});
}
