"""Pages on social media: insights by day, and lists of posts.

What they call followers is sometimes the number of a day, sometimes the new ones of the day: only the layout tells.
Impressions and clicks of a page are kept apart from those of searches and ads.
"""

from kpiplan.exports.cells.names import COLUMN_NAMES as COLUMNS
from kpiplan.exports.systems.system import System

_DATES = ("Date", "날짜", "日期", "日付")

LINKEDIN_FOLLOWERS_AND_NEW = System(
    name="LinkedIn page followers",
    needs=(("Organic followers",), ("Sponsored followers",), ("Total followers",), ("New followers",)),
    measures={"followers": ("Total followers",), "new_followers": ("New followers",)},
    dates=_DATES,
    sole=True,
)
# Without a column of new ones, the total is that of organic and sponsored followers won on the day.
LINKEDIN_FOLLOWERS = System(
    name="LinkedIn page followers",
    needs=(("Organic followers",), ("Sponsored followers",), ("Total followers",)),
    measures={"new_followers": ("Total followers",)},
    dates=_DATES,
    order="mdy",
    sole=True,
)
LINKEDIN_UPDATES = System(
    name="LinkedIn page updates",
    needs=(("Impressions (total)",), ("Reactions (total)",), ("Comments (total)",)),
    measures={
        "social_impressions": ("Impressions (total)",),
        "social_clicks": ("Clicks (total)",),
        "likes": ("Reactions (total)",),
        "comments": ("Comments (total)",),
        "shares": ("Reposts (total)", "Shares (total)"),
    },
    dates=_DATES,
    order="mdy",
    sole=True,
)
FACEBOOK_PAGE = System(
    name="Facebook page insights",
    needs=(
        ("Lifetime Total Likes", "Lifetime Total Followers"),
        ("Daily Total Reach", "Daily Total Impressions", "Daily Page Engaged Users"),
    ),
    measures={
        "followers": ("Lifetime Total Followers", "Lifetime Total Likes"),
        "new_followers": ("Daily New Follows", "Daily New Likes"),
        "reach": ("Daily Total Reach",),
        "social_impressions": ("Daily Total Impressions",),
    },
    dates=_DATES,
    sole=True,
)
META_POSTS = System(
    name="Meta posts",
    needs=(
        ("Publish time", "게시 시간", "發佈時間", "发布时间", "公開時間"),
        ("Permalink", "고유 링크", "永久連結", "固定链接", "リンク"),
        (*COLUMNS["comments"], *COLUMNS["likes"]),
    ),
    measures={
        "reach": COLUMNS["reach"],
        "likes": COLUMNS["likes"],
        "comments": COLUMNS["comments"],
        "shares": COLUMNS["shares"],
        "social_impressions": ("Impressions",),
        "new_followers": ("Follows",),
    },
    dates=("Publish time", "게시 시간", "發佈時間", "发布时间", "公開時間"),
    order="mdy",
    sole=True,
)
X_ACCOUNT = System(
    name="X account",
    needs=(("New follows",), ("Unfollows",), ("Engagements",), ("Profile visits",)),
    measures={
        "social_impressions": ("Impressions",),
        "engagement": ("Engagements",),
        "likes": ("Likes",),
        "comments": ("Replies",),
        "shares": ("Reposts",),
        "new_followers": ("New follows",),
    },
    dates=_DATES,
    sole=True,
)
YOUTUBE = System(
    name="YouTube",
    needs=(("Watch time (hours)", "시청 시간(단위: 시간)", "總再生時間 (小時)"), ("Subscribers", "구독자", "訂閱人數")),
    measures={
        "views": ("Views", "조회수", "觀看次數"),
        "new_followers": ("Subscribers", "구독자", "訂閱人數"),  # won less lost, of the day
        "social_impressions": ("Impressions", "노출수", "曝光次數"),
    },
    dates=_DATES,
    sole=True,
)
PAGES = (
    LINKEDIN_FOLLOWERS_AND_NEW,
    LINKEDIN_FOLLOWERS,
    LINKEDIN_UPDATES,
    FACEBOOK_PAGE,
    META_POSTS,
    X_ACCOUNT,
    YOUTUBE,
)
