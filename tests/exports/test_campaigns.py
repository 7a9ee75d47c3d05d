"""E-mail campaigns, surveys, pages on social media, engagement: whole exports in their own layouts."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.helpers import codes, kpis, left_out, months, read

MAILCHIMP = """Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,\
Hard Bounces,Total Bounces,Times Forwarded,Forwarded Opens,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,\
Total Clicks,Unsubscribes,Abuse Complaints,Times Liked on Facebook,Folder Id,Unique Id,Total Orders,Total Gross Sales,\
Total Revenue
January news,Hello,All,"Jan 05, 2024 10:00 am",Friday,"1,000",980,10,10,20,1,2,300,30.61%,450,60,6.12%,80,5,1,0,,a1,3,\
$300.00,$290.00
January offer,Only now,All,"Jan 20, 2024 09:30 am",Saturday,"1,100","1,080",12,8,20,0,0,310,28.7%,500,70,6.48%,95,7,0,\
0,,a2,1,$100.00,$90.00
February news,Hello,All,"Feb 26, 2024 10:00 am",Monday,"1,200","1,190",5,5,10,2,3,400,33.61%,600,90,7.56%,120,4,2,0,,\
a3,0,$0.00,$0.00
"""


def test_mailchimp() -> None:
    actuals = read(MAILCHIMP)
    assert actuals.sources[0].system == "e-mail campaigns"
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {
        "emails_sent": {"2024-01": 2100, "2024-02": 1200},
        "delivered": {"2024-01": 2060, "2024-02": 1190},
        "emails_bounced": {"2024-01": 40, "2024-02": 10},
        "newsletter_forwards": {"2024-01": 1, "2024-02": 2},
        "opens": {"2024-01": 610, "2024-02": 400},
        "email_clicks": {"2024-01": 130, "2024-02": 90},
        "unsubscribes": {"2024-01": 12, "2024-02": 4},
        "complaints": {"2024-01": 1, "2024-02": 2},
    }


def test_revenue_in_a_mail_is_that_of_the_plan_only_where_the_plan_says_so() -> None:
    assert "revenue" not in kpis(read(MAILCHIMP, stages=["leads"]))
    orders = read(MAILCHIMP, stages={"orders": "Total Orders"})
    assert months(orders, "orders") == {"2024-01": 4, "2024-02": 0}


@pytest.mark.parametrize(
    "header",
    [
        "Email name,Send date,Sent,Delivered,Opened,Open rate,Clicked,Bounced,Unsubscribed,Spam reports",
        "이메일 제목,발송일,발송,발송 성공,오픈,오픈율,클릭,반송,수신거부,스팸 신고",
        "電子郵件名稱,寄送日期,寄送數,送達數,開信數,開信率,點擊數,退信數,取消訂閱,垃圾郵件檢舉",
        "件名,配信日時,送信数,配信数,開封数,開封率,クリック数,バウンス数,配信停止数,迷惑メール報告数",
        "Email Name,Sent Date,Emails Sent,Deliveries,Opens,Open Rate,Clicks,Bounces,Unsubscribes,Abuse Reports",
    ],
)
def test_campaigns_of_other_systems(header: str) -> None:
    text = f"{header}\nA,2024-01-05 10:00,100,98,40,40.8%,10,2,1,0\nB,2024-02-26 10:00,100,97,30,30.9%,12,3,1,1\n"
    actuals = read(text)
    assert actuals.sources[0].system == "e-mail campaigns"
    assert {kpi: tuple(months(actuals, kpi).values()) for kpi in kpis(actuals)} == {
        "emails_sent": (100, 100), "delivered": (98, 97), "opens": (40, 30), "email_clicks": (10, 12),
        "emails_bounced": (2, 3), "unsubscribes": (1, 1), "complaints": (0, 1),
    }  # fmt: skip


QUESTION = "How likely are you to recommend us to a friend or colleague?"


@pytest.mark.parametrize(
    ("header", "form"),
    [
        (f"Timestamp,{QUESTION},Why?", "{}/{}/2024 10:11:12"),
        ("Submitted At,NPS score,Email", "2024-{:0>2}-{:0>2} 10:11:12"),
        ("타임스탬프,저희를 동료에게 추천하시겠습니까? (0-10),이유", "2024. {}. {} 오후 3:10:00"),
        ("填寫時間,您推薦我們給朋友的可能性有多高?,意見", "2024/{}/{} 10:11"),
        ("タイムスタンプ,当社を友人にすすめる可能性はどのくらいですか?,理由", "2024/{}/{} 10:11:12"),
    ],
)
def test_a_survey_is_counted_by_month_of_the_response(header: str, form: str) -> None:
    answers = [(1, 2, "10"), (1, 20, "9"), (1, 22, "7"), (1, 23, "8"), (2, 13, "0"), (2, 29, "6"), (2, 28, "")]
    text = header + "\n" + "".join(f"{form.format(month, day)},{score},x\n" for month, day, score in answers)
    actuals = read(text)
    assert actuals.sources[0].system == "NPS survey"
    assert actuals.sources[0].shape == "a row a response"
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {
        "responses": {"2024-01": 4, "2024-02": 2},
        "promoters": {"2024-01": 2, "2024-02": 0},
        "passives": {"2024-01": 2, "2024-02": 0},
        "detractors": {"2024-01": 0, "2024-02": 2},
    }
    assert codes(actuals) == []
    assert left_out(actuals) == {"counts towards nothing": 1}


def test_scores_that_a_program_took_for_decimals() -> None:
    text = "Response date,NPS,Customer ID\n2024-01-02,1.0,a\n2024-01-30,10.0,b\n2024-01-31,9.0,c\n"
    actuals = read(text)
    assert months(actuals, "promoters") == {"2024-01": 2}
    assert months(actuals, "detractors") == {"2024-01": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Month,NPS,Name\n2024-01,9,team\n2024-02,8,team\n",  # a figure a month
        "Date,NPS,Name\n2024-01-02,11,a\n2024-01-31,9,b\n",  # no score from 0 to 10
        "Date,NPS,Name\n2024-01-02,-5,a\n2024-01-31,9,b\n",
        "Date,NPS,Name\n2024-01-02,8.5,a\n2024-01-31,9,b\n",
        "Date,NPS\n2024-01-02,8\n2024-01-31,9\n",  # nobody who answers
        "Date,Score,Name\n2024-01-02,8,a\n2024-01-31,9,b\n",  # a score of anything
        "Born,NPS,Name\n1984-01-02,8,a\n1985-01-31,9,b\n",  # a date of anything
    ],
)
def test_what_is_no_survey_for_certain(text: str) -> None:
    actuals = read(text)
    assert not {"promoters", "detractors", "responses"} & set(kpis(actuals))


def test_a_column_nps_by_month_is_still_the_score() -> None:
    actuals = read("Month,NPS,Name\n2024-01,9,team\n2024-02,8,team\n", wanted=["net_promoter_score"])
    assert months(actuals, "net_promoter_score") == {"2024-01": 9, "2024-02": 8}


@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2024, 3, 31)), st.integers(0, 10)), min_size=1, max_size=30),
    st.randoms(),
)
@settings(deadline=None)
def test_every_answer_is_one_of_three(answers: list[tuple[date, int]], dice: random.Random) -> None:
    dice.shuffle(answers)
    actuals = read(f"Date,{QUESTION}\n" + "".join(f"{day},{score}\n" for day, score in answers))
    for month, responses in months(actuals, "responses").items():
        scores = [score for day, score in answers if f"{day:%Y-%m}" == month]
        three = [months(actuals, kpi)[month] for kpi in ("promoters", "passives", "detractors")]
        assert responses == len(scores) == sum(three)
        assert three == [
            sum(s >= 9 for s in scores), sum(7 <= s <= 8 for s in scores), sum(s <= 6 for s in scores)
        ]  # fmt: skip


def test_new_followers_of_a_linkedin_page_are_no_level() -> None:
    head = "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers\n"
    actuals = read(head + "01/01/2024,1,2,0,3\n01/31/2024,0,2,0,2\n", wanted=["followers"])
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {"new_followers": {"2024-01": 5}}
    both = read("Date,Total followers,New followers,Organic followers,Sponsored followers\n2024-01-01,90,3,2,1\n"
                "2024-01-31,95,5,4,1\n")  # fmt: skip
    assert months(both, "followers") == {"2024-01": 95}
    assert months(both, "new_followers") == {"2024-01": 8}


def test_linkedin_updates_take_the_totals() -> None:
    text = (
        "Date,Impressions (organic),Impressions (sponsored),Impressions (total),Clicks (organic),Clicks (total),"
        "Reactions (organic),Reactions (sponsored),Reactions (total),Comments (total),Reposts (total),"
        "Engagement rate (total)\n01/01/2024,1,2,3,1,2,5,6,11,2,1,0.1\n01/31/2024,1,2,3,1,2,5,6,11,2,1,0.1\n"
    )
    actuals = read(text)
    assert {kpi: months(actuals, kpi)["2024-01"] for kpi in kpis(actuals)} == {
        "social_impressions": 6, "social_clicks": 4, "likes": 22, "comments": 4, "shares": 2
    }  # fmt: skip


def test_facebook_page_insights_with_a_row_that_describes_the_columns() -> None:
    text = (
        "Date,Lifetime Total Likes,Daily New Likes,Daily Total Reach\n"
        "date,The total number of people who have liked your Page,New likes,People who saw it\n"
        "2024-01-01,100,1,50\n2024-01-31,103,3,60\n"
    )
    actuals = read(text)
    assert {kpi: months(actuals, kpi)["2024-01"] for kpi in kpis(actuals)} == {
        "followers": 103, "new_followers": 4, "reach": 110
    }  # fmt: skip
    assert codes(actuals) == ["unique-summed"]


def test_posts_of_meta_by_the_day_they_were_published() -> None:
    text = (
        "Post ID,Account username,Publish time,Permalink,Post type,Date,Reach,Likes,Shares,Comments,Saves\n"
        "1,we,01/02/2024 10:00,https://x,IG image,Lifetime,100,10,1,2,3\n"
        "2,we,02/01/2024 10:00,https://y,IG image,Lifetime,200,20,2,3,4\n"
    )
    actuals = read(text)
    assert months(actuals, "likes") == {"2024-01": 10, "2024-02": 20}
    assert months(actuals, "comments") == {"2024-01": 2, "2024-02": 3}
    assert months(actuals, "reach") == {"2024-01": 100, "2024-02": 200}


def test_x_and_youtube() -> None:
    text = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits\n"
    text += '"Mon, Jan 1, 2024",100,5,9,0,1,2,1,3,4,7\n"Wed, Jan 31, 2024",100,5,9,0,1,2,1,3,4,7\n'
    actuals = read(text)
    assert {kpi: months(actuals, kpi)["2024-01"] for kpi in kpis(actuals)} == {
        "social_impressions": 200, "likes": 10, "engagement": 18, "new_followers": 4, "comments": 6, "shares": 8
    }  # fmt: skip
    tube = read("Date,Views,Watch time (hours),Subscribers,Impressions\n2024-01-01,9,1.5,5,50\n2024-01-31,9,1,-1,60\n")
    assert {kpi: months(tube, kpi)["2024-01"] for kpi in kpis(tube)} == {
        "views": 18, "new_followers": 4, "social_impressions": 110
    }  # fmt: skip


def test_engagement_in_google_analytics() -> None:
    text = (
        "# Start date: 20240101\n# End date: 20240229\n"
        "Nth month,Sessions,Engaged sessions,Engagement rate,Bounce rate,Views,Event count,Key events\n"
        "0000,100,60,0.6,0.4,300,900,5\n0001,110,66,0.6,0.4,310,950,6\n"
    )
    actuals = read(text)
    assert {kpi: tuple(months(actuals, kpi).values()) for kpi in kpis(actuals)} == {
        "visits": (100, 110), "engaged_sessions": (60, 66), "page_views": (300, 310), "events": (900, 950),
        "key_events": (5, 6),
    }  # fmt: skip
    assert months(read(text, wanted=["bounce_rate"]), "bounce_rate") == {"2024-01": 0.4, "2024-02": 0.4}


def test_the_position_in_searches_is_taken_by_month_alone() -> None:
    text = "Date,Clicks,Impressions,CTR,Position\n2024-01-01,5,50,10%,3.5\n2024-02-01,6,60,10%,3\n"
    actuals = read(text, wanted=["keyword_ranking", "keyword_ctr"])
    assert months(actuals, "average_position") == {"2024-01": 3.5, "2024-02": 3}
    assert months(actuals, "keyword_ctr") == {"2024-01": 0.1, "2024-02": 0.1}
    by_day = read(text.replace("2024-02-01", "2024-01-31"), wanted=["keyword_ranking"])
    assert kpis(by_day) == ["clicks", "impressions"]
