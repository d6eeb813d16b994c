// Emoji short names and their characters, enough for what apps and people commonly write.

const TABLE = `
grinning😀 smiley😃 smile😄 grin😁 laughing😆 satisfied😆 sweat_smile😅 joy😂 rolling_on_the_floor_laughing🤣 rofl🤣 slightly_smiling_face🙂 upside_down_face🙃 wink😉 blush😊 innocent😇
heart_eyes😍 star-struck🤩 kissing_heart😘 yum😋 stuck_out_tongue😛 hugging_face🤗 thinking_face🤔 thinking🤔 neutral_face😐 expressionless😑 smirk😏 unamused😒 face_with_rolling_eyes🙄 grimacing😬 relieved😌
pensive😔 sleepy😪 sleeping😴 mask😷 nerd_face🤓 sunglasses😎 partying_face🥳 confused😕 worried😟 slightly_frowning_face🙁 open_mouth😮 astonished😲 flushed😳 cry😢 sob😭 scream😱 disappointed😞 sweat😓 tired_face😫
angry😠 rage😡 skull💀 clown_face🤡 ghost👻 alien👽 robot_face🤖 robot🤖 exploding_head🤯 face_with_monocle🧐 pleading_face🥺 saluting_face🫡 melting_face🫠 see_no_evil🙈
wave👋 raised_hand✋ hand✋ ok_hand👌 v✌️ crossed_fingers🤞 point_left👈 point_right👉 point_up_2👆 point_down👇 point_up☝️ +1👍 thumbsup👍 -1👎 thumbsdown👎 fist✊ facepunch👊 clap👏 raised_hands🙌 open_hands👐 handshake🤝 pray🙏 writing_hand✍️ muscle💪 heart_hands🫶
eyes👀 brain🧠 speaking_head_in_silhouette🗣️ bust_in_silhouette👤 busts_in_silhouette👥 baby👶 woman👩 man👨 technologist🧑‍💻 office_worker🧑‍💼 scientist🧑‍🔬 teacher🧑‍🏫 artist🧑‍🎨 shrug🤷 facepalm🤦 runner🏃 dancer💃
heart❤️ orange_heart🧡 yellow_heart💛 green_heart💚 blue_heart💙 purple_heart💜 black_heart🖤 white_heart🤍 broken_heart💔 sparkling_heart💖 two_hearts💕 100💯 boom💥 collision💥 dizzy💫 speech_balloon💬 thought_balloon💭 zzz💤
dog🐶 cat🐱 fox_face🦊 bear🐻 panda_face🐼 unicorn_face🦄 bee🐝 butterfly🦋 turtle🐢 octopus🐙 whale🐳 bird🐦 penguin🐧 seedling🌱 evergreen_tree🌲 deciduous_tree🌳 herb🌿 four_leaf_clover🍀 cherry_blossom🌸 sunflower🌻 rose🌹
apple🍎 green_apple🍏 banana🍌 strawberry🍓 cherries🍒 avocado🥑 pizza🍕 hamburger🍔 taco🌮 cake🍰 birthday🎂 cookie🍪 doughnut🍩 coffee☕ tea🍵 beer🍺 beers🍻 champagne🍾 clinking_glasses🥂 tropical_drink🍹
tada🎉 confetti_ball🎊 balloon🎈 gift🎁 trophy🏆 sports_medal🏅 medal🏅 first_place_medal🥇 second_place_medal🥈 third_place_medal🥉 soccer⚽ basketball🏀 dart🎯 game_die🎲 video_game🎮 art🎨 guitar🎸 musical_note🎵 microphone🎤 headphones🎧 clapper🎬 ticket🎫
earth_africa🌍 earth_americas🌎 earth_asia🌏 globe_with_meridians🌐 world_map🗺️ house🏠 office🏢 rocket🚀 airplane✈️ car🚗 bike🚲 train🚆 ship🚢 construction🚧 checkered_flag🏁 triangular_flag_on_post🚩 rainbow🌈 sunny☀️ sunrise🌅 cloud☁️ rain_cloud🌧️ snowflake❄️ zap⚡ fire🔥 droplet💧 ocean🌊 star⭐ star2🌟 sparkles✨ full_moon🌕 crescent_moon🌙
watch⌚ iphone📱 computer💻 keyboard⌨️ desktop_computer🖥️ camera📷 movie_camera🎥 tv📺 telephone_receiver📞 email📧 e-mail📧 envelope✉️ incoming_envelope📨 inbox_tray📥 outbox_tray📤 mailbox📫 package📦 bulb💡 flashlight🔦 moneybag💰 dollar💵 euro💶 credit_card💳 gem💎 wrench🔧 hammer🔨 hammer_and_wrench🛠️ gear⚙️ link🔗 paperclip📎 scissors✂️ lock🔒 unlock🔓 key🔑 magnet🧲 test_tube🧪 microscope🔬 telescope🔭 pill💊
memo📝 pencil📝 pencil2✏️ page_facing_up📄 page_with_curl📃 newspaper📰 bookmark🔖 bookmark_tabs📑 books📚 book📖 open_book📖 notebook📓 clipboard📋 calendar📅 date📅 spiral_calendar_pad🗓️ card_index📇 chart_with_upwards_trend📈 chart_with_downwards_trend📉 bar_chart📊 file_folder📁 open_file_folder📂 pushpin📌 round_pushpin📍 straight_ruler📏 mag🔍 mag_right🔎 label🏷️ briefcase💼 school🏫 mortar_board🎓
bell🔔 no_bell🔕 mega📣 loudspeaker📢 loud_sound🔊 mute🔇 hourglass⌛ hourglass_flowing_sand⏳ alarm_clock⏰ stopwatch⏱️ clock1🕐 clock3🕒 clock9🕘 white_check_mark✅ heavy_check_mark✔️ ballot_box_with_check☑️ x❌ negative_squared_cross_mark❎ heavy_plus_sign➕ heavy_minus_sign➖ question❓ grey_question❔ exclamation❗ heavy_exclamation_mark❗ bangbang‼️ interrobang⁉️ warning⚠️ no_entry⛔ no_entry_sign🚫 octagonal_sign🛑 information_sourceℹ️ recycle♻️ arrow_right➡️ arrow_left⬅️ arrow_up⬆️ arrow_down⬇️ arrow_upper_right↗️ arrow_lower_right↘️ arrows_counterclockwise🔄 leftwards_arrow_with_hook↩️ fast_forward⏩ rewind⏪ double_vertical_bar⏸️ arrow_forward▶️ pause_button⏸️ new🆕 free🆓 up🆙 cool🆒 ok🆗 sos🆘 infinity♾️ tm™️ copyright©️ registered®️
red_circle🔴 large_orange_circle🟠 large_yellow_circle🟡 large_green_circle🟢 large_blue_circle🔵 large_purple_circle🟣 white_circle⚪ black_circle⚫ large_green_square🟩 large_red_square🟥 small_blue_diamond🔹 large_blue_diamond🔷 small_orange_diamond🔸 white_small_square▫️ black_small_square▪️ one1️⃣ two2️⃣ three3️⃣ four4️⃣ five5️⃣ six6️⃣ seven7️⃣ eight8️⃣ nine9️⃣ keycap_ten🔟 zero0️⃣ crown👑 shield🛡️ hatching_chick🐣 slot_machine🎰 jigsaw🧩 puzzle_piece🧩 ladder🪜 compass🧭 anchor⚓ umbrella☔ shopping_trolley🛒
`;

const KNOWN = new Map();
for (const entry of TABLE.trim().split(/\s+/)) {
  const [, name, character] = entry.match(/^([+\-\w]+?)((?:\d\uFE0F?\u20E3|[^\x00-\x7F]).*)$/u) || [];
  if (name) KNOWN.set(name, character);
}

const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

// emojiFor gives the character of "tada" or "wave::skin-tone-3", or "" when the name is unknown.
export function emojiFor(name) {
  const [base, tone] = String(name).split("::skin-tone-");
  const character = KNOWN.get(base);
  if (!character) return "";
  return tone ? character.replace(/\uFE0F/g, "") + (TONES[Number(tone)] || "") : character;
}

// emojiNames lists every known name, for the picker's search.
export const emojiNames = () => [...KNOWN.keys()];

// QUICK are the reactions offered first.
export const QUICK = ["+1", "tada", "heart", "eyes", "clap", "rocket", "raised_hands", "white_check_mark", "100", "joy", "bulb", "pray"];
