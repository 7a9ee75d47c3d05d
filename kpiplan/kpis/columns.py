"""What exports call base measures, in English, Korean, Chinese and Japanese. Data.

Names are compared without case, spaces, punctuation and brackets. Stages and money have theirs where exports are read.
Averages, scores and positions have none: a column of them can't be added up.
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    # the funnel
    "proposals": (
        "proposals", "proposals sent", "offers sent", "제안", "제안수", "제안서", "제안서 발송수", "提案", "提案数",
        "提案數", "方案数", "見積", "見積数",
    ),
    "transactions": ("transactions", "거래수", "トランザクション数"),
    "demo_requests": (
        "demo requests", "demos requested", "demo bookings", "데모 신청", "데모 신청수", "데모 요청", "展示申請",
        "Demo 申請", "演示申请", "申请演示", "デモ申込", "デモ申込数",
    ),
    "quote_requests": (
        "quote requests", "quotes requested", "requests for quote", "rfq", "rfqs", "rfp", "rfps", "견적 요청",
        "견적 요청수", "견적 문의", "詢價", "詢價數", "询价", "询价数", "見積依頼", "見積依頼数",
    ),
    "event_attendance": (
        "event attendance", "attendees", "attendance", "참석자", "참석자수", "참석 인원", "出席人數", "參加人數",
        "出席人数", "参会人数", "参加者", "参加者数",
    ),
    "referral_leads": (
        "referral leads", "referrals", "referred leads", "소개 리드", "추천 리드", "轉介名單", "轉介潛在客戶",
        "转介绍线索", "紹介リード", "紹介リード数",
    ),
    "referral_customers": (
        "referral customers", "referred customers", "소개 고객", "소개 고객수", "轉介客戶", "转介绍客户", "紹介顧客",
        "紹介顧客数",
    ),
    "open_pipeline": (
        "open pipeline", "open pipeline value", "pipeline value", "open deals value", "open deal amount",
        "파이프라인 금액", "진행 중 기회 금액", "未結商機金額", "商機金額", "商机金额", "パイプライン金額",
    ),
    "total_days_to_close": (
        "total days to close", "days to close total", "총 영업 일수", "성사 소요일 합계", "成交總天數", "成交总天数",
        "受注日数合計",
    ),
    # money
    "previous_revenue": (
        "previous revenue", "prior revenue", "전년 매출", "전년 동기 매출", "去年營收", "去年同期營收", "去年营收",
        "前年売上", "前年売上高",
    ),
    "marketing_spend": (
        "marketing spend", "marketing cost", "marketing costs", "marketing expense", "marketing expenses",
        "마케팅 비용", "마케팅비", "마케팅 지출", "行銷費用", "行銷支出", "营销费用", "营销支出",
        "マーケティング費用", "マーケティング費",
    ),
    "sales_spend": (
        "sales spend", "sales cost", "sales costs", "sales expense", "sales expenses", "영업 비용", "영업비",
        "영업 지출", "銷售費用", "業務費用", "销售费用", "営業費用", "営業費",
    ),
    "expansion_mrr": (
        "expansion mrr", "expansion revenue", "mrr expansion", "upsell mrr", "확장 mrr", "확장 매출", "擴充 mrr",
        "扩展 mrr", "拡張 mrr", "エクスパンション mrr",
    ),
    # customers that are kept
    "customers_start": (
        "opening customers", "starting customers", "기초 고객수", "기초 고객", "期初客戶", "期初客戶數", "期初客户",
        "期初客户数", "期首顧客数",
    ),
    "customers_end": (
        "closing customers", "ending customers", "active customers", "total customers", "기말 고객수", "기말 고객",
        "期末客戶", "期末客戶數", "期末客户", "期末客户数", "期末顧客数",
    ),
    "lost_customers": (
        "lost customers", "churned customers", "churned", "cancelled customers", "이탈 고객", "이탈 고객수",
        "해지 고객", "해지 고객수", "流失客戶", "流失客戶數", "流失客户", "流失客户数", "解約数", "解約顧客数",
    ),
    "repeat_customers": (
        "repeat customers", "returning customers", "repeat buyers", "재구매 고객", "재구매 고객수", "回購客戶",
        "回購客戶數", "回購顧客", "复购客户", "复购客户数", "リピート顧客", "リピート顧客数",
    ),
    "buyers": (
        "buyers", "paying customers", "구매자", "구매자수", "구매 고객", "구매 고객수", "購買人數", "購買客戶數",
        "购买人数", "购买客户数", "購入者", "購入者数",
    ),
    "promoters": ("promoters", "추천 고객", "추천 고객수", "推薦者", "推荐者", "推奨者", "推奨者数"),
    "passives": ("passives", "중립 고객", "중립 고객수", "被動者", "被动者", "中立者", "中立者数"),
    "detractors": ("detractors", "비추천 고객", "비추천 고객수", "批評者", "贬损者", "批判者", "批判者数"),
    "responses": (
        "responses", "survey responses", "nps responses", "응답", "응답수", "설문 응답수", "回覆數", "問卷回覆數",
        "回复数", "问卷回复数", "回答数",
    ),
    "account_upgrades": (
        "account upgrades", "upgrades", "plan upgrades", "업그레이드", "업그레이드수", "帳戶升級", "升級數",
        "账户升级", "升级数", "アップグレード", "アップグレード数",
    ),
    # the website
    "engaged_sessions": ("engaged sessions", "참여 세션수"),
    "new_users": ("new users", "새 사용자 수", "新用户", "新使用者", "新規ユーザー数"),
    "page_views": ("pageviews", "page views", "screen page views", "페이지뷰", "浏览量", "瀏覽量", "ページビュー数"),
    "views": ("views", "조회수", "観覧数", "表示数"),
    "single_page_sessions": ("bounces", "이탈수", "直帰数", "single page sessions", "跳出次數", "跳出次数"),
    "total_duration": (
        "total session seconds", "total visit seconds", "총 세션 시간", "工作階段總秒數", "会话总时长",
        "合計セッション秒数",
    ),
    "total_time_on_page": (
        "total seconds on page", "total view seconds", "총 페이지 체류 시간", "頁面總停留秒數", "页面总停留时长",
        "合計ページ滞在秒数",
    ),
    "organic_traffic": (
        "organic traffic", "organic search", "organic sessions", "organic visits", "organic search sessions",
        "자연 검색 유입", "자연 유입", "오가닉 유입", "自然搜尋流量", "自然流量", "自然搜索流量", "自然検索流入",
    ),
    "referral_traffic": (
        "referral traffic", "referral sessions", "referral visits", "추천 유입", "리퍼럴 유입", "推薦連結流量",
        "推薦流量", "推荐流量", "引荐流量", "参照元流入",
    ),
    "direct_traffic": (
        "direct traffic", "direct sessions", "direct visits", "직접 유입", "다이렉트 유입", "直接流量", "直接流入",
    ),
    "paid_traffic": (
        "paid traffic", "paid sessions", "paid visits", "paid search traffic", "유료 유입", "광고 유입", "付費流量",
        "付费流量", "広告流入",
    ),
    "email_traffic": (
        "email traffic", "email sessions", "email visits", "이메일 유입", "電子郵件流量", "邮件流量", "メール流入",
    ),
    "landing_page_visitors": (
        "landing page visitors", "landing page visits", "landing page sessions", "랜딩 페이지 방문자",
        "랜딩 페이지 방문자수", "랜딩 페이지 방문", "到達頁訪客", "到達頁訪客數", "落地页访客", "落地页访客数",
        "ランディングページ訪問者数",
    ),
    "landing_page_conversions": (
        "landing page conversions", "랜딩 페이지 전환", "랜딩 페이지 전환수", "到達頁轉換", "到達頁轉換數",
        "落地页转化", "落地页转化数", "ランディングページ cv 数",
    ),
    "forms_started": ("forms started", "양식 시작", "양식 시작수", "表單開始填寫", "表单开始填写", "フォーム開始数"),
    "forms_completed": (
        "forms completed", "form completions", "form submissions", "form submits", "form submit", "양식 제출",
        "양식 제출수", "양식 완료수", "表單提交", "表單提交數", "表单提交", "表单提交数", "フォーム送信数",
    ),
    "conversions": ("conversions", "전환", "转化", "转化次数", "轉換", "コンバージョン", "コンバージョン数"),
    "key_events": ("key events", "주요 이벤트", "关键事件", "キーイベント"),
    "events": ("event count", "events", "이벤트 수", "事件数", "イベント数"),
    # search and the press
    "linking_root_domains": (
        "linking root domains", "linking domains", "referring domains", "ref domains", "링크 도메인", "참조 도메인",
        "連結網域", "參照網域", "引荐域名", "参照ドメイン", "参照ドメイン数",
    ),
    "backlinks": (
        "backlinks", "inbound links", "external links", "백링크", "백링크수", "反向連結", "反向連結數", "反向链接",
        "外链数", "被リンク", "被リンク数",
    ),
    "clicks": ("clicks", "클릭수", "클릭", "点击次数", "點擊次數", "点击", "點擊", "クリック数"),
    "link_clicks": ("link clicks", "링크 클릭"),
    "impressions": ("impressions", "impr", "노출", "노출수", "展示", "展示次数", "曝光", "曝光次數", "表示回数"),
    "brand_mentions": (
        "brand mentions", "브랜드 언급", "브랜드 언급수", "品牌提及", "品牌提及數", "品牌提及数", "ブランド言及数",
    ),
    "pr_mentions": ("pr mentions", "press mentions", "언론 언급", "언론 언급수", "公關提及", "媒體提及", "媒体提及"),
    "media_coverage": (
        "media coverage", "press coverage", "언론 보도", "언론 보도수", "보도 건수", "媒體報導", "媒體報導數",
        "媒体报道", "媒体报道数", "メディア掲載数",
    ),
    "influencer_mentions": (
        "influencer mentions", "kol mentions", "인플루언서 언급", "網紅提及", "网红提及", "インフルエンサー言及数",
    ),
    # mails
    "delivered": (
        "delivered", "emails delivered", "successful deliveries", "deliveries", "발송 성공", "발송 성공수", "전달됨",
        "전달", "전달수", "送達", "送達數", "送达", "送达数", "配信数",
    ),
    "emails_sent": (
        "emails sent", "sent", "total recipients", "recipients", "발송", "발송수", "寄送數", "寄出數", "发送数",
        "送信数",
    ),
    "emails_bounced": (
        "emails bounced", "bounced", "total bounces", "email bounces", "반송", "반송수", "退信數", "退信数",
        "バウンス数",
    ),
    "opens": (
        "opens", "unique opens", "opened", "emails opened", "오픈", "오픈수", "열람수", "開信數", "開啟數", "打开数",
        "打开次数", "開封数",
    ),
    "email_clicks": (
        "email clicks", "unique clicks", "clicked", "emails clicked", "recipients who clicked", "이메일 클릭",
        "이메일 클릭수", "郵件點擊數", "邮件点击数", "メールクリック数",
    ),
    "unsubscribes": (
        "unsubscribes", "unsubscribed", "opt outs", "수신 거부", "수신 거부수", "구독 취소", "取消訂閱", "取消訂閱數",
        "退訂數", "取消订阅", "退订数", "配信停止数",
    ),
    "complaints": (
        "complaints", "abuse complaints", "spam complaints", "spam reports", "marked as spam", "스팸 신고",
        "스팸 신고수", "垃圾郵件檢舉", "垃圾邮件投诉", "迷惑メール報告数",
    ),
    "newsletter_signups": (
        "newsletter signups", "newsletter subscriptions", "email signups", "new subscribers", "뉴스레터 신청",
        "뉴스레터 신청수", "신규 구독자", "신규 구독자수", "電子報訂閱", "新訂閱者", "新增訂閱", "新订阅者",
        "新增订阅", "新規購読者数", "メルマガ登録数",
    ),
    "subscribers": (
        "subscribers", "total subscribers", "email subscribers", "구독자", "구독자수", "訂閱者", "訂閱人數", "订阅者",
        "订阅人数", "購読者", "購読者数",
    ),
    "newsletter_forwards": (
        "newsletter forwards", "forwards", "forwarded", "times forwarded", "뉴스레터 전달", "전달 횟수", "轉寄",
        "轉寄次數", "转寄", "转寄次数", "転送数",
    ),
    # social media and content
    "reach": ("reach", "도달", "覆盖人数", "觸及人數", "リーチ"),
    "followers": (
        "followers", "total followers", "page followers", "fans", "팔로워", "팔로워수", "追蹤者", "追蹤人數",
        "粉絲數", "粉丝", "粉丝数", "关注者", "フォロワー", "フォロワー数",
    ),
    "likes": (
        "likes", "reactions", "likes and reactions", "좋아요", "좋아요수", "공감", "공감수", "按讚數", "讚", "點讚數",
        "点赞", "点赞数", "いいね", "いいね数",
    ),
    "comments": (
        "comments", "replies", "댓글", "댓글수", "留言", "留言數", "评论", "评论数", "コメント", "コメント数",
    ),
    "shares": (
        "shares", "reposts", "retweets", "공유", "공유수", "공유 횟수", "分享", "分享次數", "分享數", "分享数",
        "转发", "转发数", "シェア", "シェア数",
    ),
    "engagement": (
        "engagement", "engagements", "total engagement", "total engagements", "interactions", "post engagements",
        "참여", "참여수", "게시물 참여", "互動", "互動數", "互動次數", "互动", "互动数", "エンゲージメント",
        "エンゲージメント数",
    ),
    "tags_and_mentions": (
        "tags and mentions", "mentions and tags", "태그 및 멘션", "標記與提及", "标记与提及", "タグとメンション",
    ),
    "mentions": (
        "mentions", "total mentions", "social mentions", "멘션", "멘션수", "언급", "언급수", "提及", "提及次數",
        "提及次数", "メンション", "メンション数",
    ),
    "positive_mentions": (
        "positive mentions", "positive sentiment", "긍정 언급", "긍정 언급수", "正面提及", "正面聲量", "正面声量",
        "ポジティブ言及数",
    ),
    "neutral_mentions": (
        "neutral mentions", "neutral sentiment", "중립 언급", "중립 언급수", "中立提及", "中性聲量", "中性声量",
        "ニュートラル言及数",
    ),
    "negative_mentions": (
        "negative mentions", "negative sentiment", "부정 언급", "부정 언급수", "負面提及", "負面聲量", "负面提及",
        "负面声量", "ネガティブ言及数",
    ),
    "social_traffic": (
        "social traffic", "social sessions", "social visits", "소셜 유입", "社群流量", "社交流量", "ソーシャル流入",
    ),
    "social_conversions": (
        "social conversions", "소셜 전환", "소셜 전환수", "社群轉換", "社群轉換數", "社交转化", "社交转化数",
        "ソーシャル cv 数",
    ),
    "cta_clicks": (
        "cta clicks", "call to action clicks", "cta 클릭", "cta 클릭수", "cta 點擊", "cta 點擊數", "cta 点击数",
        "cta クリック数",
    ),
    "cta_views": (
        "cta views", "cta impressions", "call to action views", "cta 조회수", "cta 노출수", "cta 瀏覽數",
        "cta 曝光數", "cta 展示数", "cta 表示回数",
    ),
    "downloads": (
        "downloads", "file downloads", "content downloads", "다운로드", "다운로드수", "下載", "下載次數", "下载",
        "下载次数", "ダウンロード", "ダウンロード数",
    ),
}  # fmt: skip
