package extract

import "strings"

// monthOf returns the month that a word names in one of the languages of the
// press that this reads, or 0. Full names, and the short forms that stand on
// pages; "Pebruari" and "Nopember" are old Indonesian spellings.
func monthOf(word string) int { return months[strings.ToLower(strings.Trim(word, ".'’"))] }

var months = names2(
	"januari january jan januar jänner jaenner janvier janv enero ene gennaio gen janeiro januára stycznia styczeń leden ledna ocak ianuarie января янв січня ιανουαρίου ιαν januára januar tammikuu tammikuuta január janúar sijecnja siječnja jaanuar janvāris sausio يناير जनवरी জানুয়ারি मकर tháng1",
	"februari february feb februar februar. februar februarie pebruari peb febr fevrier février févr fév febrero febbraio febb fevereiro fev lutego luty února únor şubat sub subat februarie февраля фев февр лютого φεβρουαρίου φεβ helmikuu helmikuuta február febrúar veljače veebruar februāris vasario فبراير फरवरी ফেব্রুয়ারি",
	"maret march mar märz maerz mrz maart mrt mars marzo março marco marca marzec března březen mart martie марта мар березня μαρτίου μαρ maaliskuu maaliskuuta március marec ožujka märts marts kovo مارس मार्च মার্চ",
	"april apr avril avr abril abr aprile kwietnia kwiecień dubna duben nisan nis aprilie апреля апр квітня απριλίου απρ huhtikuu huhtikuuta április apríl travnja aprill aprīlis balandžio أبريل ابريل अप्रैल এপ্রিল",
	"mei may mai mayo maggio mag maio maja maj května květen mayıs mayis mai мая май травня μαΐου μαΪου μάι μαϊ toukokuu toukokuuta május máj maí svibnja maijs gegužės مايو मई মে",
	"juni june jun juin junio giugno giu junho czerwca czerwiec června červen haziran haz iunie июня июн червня ιουνίου ιουν kesäkuu kesäkuuta június jún júní lipnja juuni jūnijs birželio يونيو जून জুন",
	"juli july jul juillet juil julio luglio lug julho lipca lipiec července červenec temmuz tem iulie июля июл липня ιουλίου ιουλ heinäkuu heinäkuuta július júl júlí srpnja juuli jūlijs liepos يوليو जुलाई জুলাই",
	"agustus august aug agu ags agt agst août aout agosto ago agos augustus sierpnia sierpień srpna srpen ağustos agustos ağu augusti августа авг серпня αυγούστου αυγ elokuu elokuuta augusztus ágúst kolovoza augusts rugpjūčio أغسطس अगस्त আগস্ট",
	"september sept sep septembre septiembre settembre sett set setembro września wrzesień září eylül eyl septembrie сентября сен сент вересня σεπτεμβρίου σεπ σεπτ syyskuu syyskuuta szeptember rujna septembris rugsėjo سبتمبر सितंबर সেপ্টেম্বর",
	"oktober october oct okt octobre octubre ottobre ott outubro out października październik října říjen ekim eki octombrie октября окт жовтня οκτωβρίου οκτ lokakuu lokakuuta október listopada oktoober oktobris spalio أكتوبر اكتوبر अक्टूबर অক্টোবর",
	"november nov nopember nop novembre noviembre novembro listopadu listopad kasım kasim kas noiembrie ноября ноя нояб листопада νοεμβρίου νοε marraskuu marraskuuta nóvember studenoga studenog novembris lapkričio نوفمبر नवंबर নভেম্বর",
	"desember december dec des dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień prosince prosinec aralık aralik ara decembrie декабря дек грудня δεκεμβρίου δεκ joulukuu joulukuuta prosinca detsember decembris gruodžio ديسمبر दिसंबर ডিসেম্বর",
)

// names2 numbers lists of words from 1 on. A word that two lists claim ("mar",
// "listopada") means nothing for certain and is left to the first only when the
// languages cannot meet; listopada is October in Croatian and November in Polish.
func names2(lists ...string) map[string]int {
	m := map[string]int{}
	for i, list := range lists {
		for _, w := range strings.Fields(list) {
			if prev, ok := m[w]; ok && prev != i+1 {
				m[w] = 0
				continue
			}
			m[w] = i + 1
		}
	}
	m["listopada"] = 0
	return m
}

var weekdays = names2(
	"senin monday mon montag lundi lunes lunedì segunda-feira segunda maandag måndag mandag poniedziałek pondělí pazartesi понедельник",
	"selasa tuesday tue tues dienstag mardi martes martedì terça-feira terça dinsdag tisdag tirsdag wtorek úterý salı вторник",
	"rabu rebo wednesday wed mittwoch mercredi miércoles mercoledì quarta-feira quarta woensdag onsdag środa středa çarşamba среда",
	"kamis kemis thursday thu thur thurs donnerstag jeudi jueves giovedì quinta-feira quinta donderdag torsdag czwartek čtvrtek perşembe четверг",
	"jumat jum'at jum’at jum`at friday fri freitag vendredi viernes venerdì sexta-feira sexta vrijdag fredag piątek pátek cuma пятница",
	"sabtu saturday sat samstag samedi sábado sabato zaterdag lördag lørdag sobota cumartesi суббота",
	"minggu ahad sunday sun sonntag dimanche domingo domenica zondag söndag søndag niedziela neděle pazar воскресенье",
)

// weekdayIn returns the day of the week that the first words of a text name.
func weekdayIn(s string) int {
	for i, w := range strings.Fields(s) {
		if i > 3 {
			break
		}
		if d := weekdays[strings.ToLower(strings.Trim(w, " ,.()/|"))]; d > 0 {
			return d
		}
	}
	return 0
}
