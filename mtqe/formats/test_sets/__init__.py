"""Test sets as they are: `wmt_xml`, `sgm`, `mtme_folder`; `testsets` finds those of sacreBLEU."""
