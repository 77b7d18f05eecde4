from wolaiban.web.templatetags.telephone import calls


def test_each_number_of_a_studio_is_a_link_of_its_own() -> None:
    assert calls("80001234转8、13800000000 <b>") == (
        '<a href="tel:01080001234,8">80001234转8</a>、<a href="tel:13800000000">13800000000 &lt;b&gt;</a>'
    )
    assert calls("到村委会问") == "到村委会问"
